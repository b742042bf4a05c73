import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messagePlaces } from '../../src/git/message-places.ts';
import { readTips } from '../../src/git/refs.ts';
import { keyOf, ScratchRepository, scanHistory, temporaryDirectory } from './scratch-repository.ts';

const range = (text: string) => ({ scope: { kind: 'range', range: text } }) as const;

describe('what brings a key', () => {
  it('is the commit that first has it at the path, whatever it has around it', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'nothing').commit();
    const brought = scratch.write('a', `${keyOf(1)}\n`).commit();
    scratch.write('a', `line\n${keyOf(1)}\n`).commit();
    const history = await scanHistory(await scratch.open());
    expect(history.placements).toHaveLength(1);
    expect(history.at('a')).toEqual({
      token: keyOf(1),
      path: 'a',
      site: 'content',
      object: scratch.hash(`${keyOf(1)}\n`),
      introducedBy: brought,
      heldBlobs: [scratch.hash(`line\n${keyOf(1)}\n`)],
      refs: ['refs/heads/main'],
      inHead: true,
      isReachable: true,
    });
  });

  it('is the root commit for what was there from the start', async () => {
    const scratch = new ScratchRepository();
    const root = scratch.write('a', keyOf(1)).commit();
    scratch.write('b', 'b').commit();
    expect((await scanHistory(await scratch.open())).at('a')?.introducedBy).toBe(root);
  });

  it('is an evil merge that adds it itself', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.write('b', 'b').commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('c', 'c').commit();
    scratch.git('merge', '-q', '--no-commit', '--no-ff', 'side');
    const merge = scratch.write('evil', keyOf(1)).commit('merge side');
    const gone = scratch.remove('evil').commit();
    const history = await scanHistory(await scratch.open());
    expect(history.at('evil')).toMatchObject({
      introducedBy: merge,
      removedBy: gone,
      inHead: false,
      refs: [],
    });
  });

  it('is an octopus merge that adds it itself', async () => {
    const scratch = new ScratchRepository();
    scratch.write('app', 'code').commit();
    for (const branch of ['b1', 'b2', 'b3']) {
      scratch.git('checkout', '-q', '-b', branch, 'main');
      scratch.write(branch, branch).commit();
    }
    scratch.git('checkout', '-q', 'main');
    scratch.write('app', `code ${keyOf(1)}`).git('add', '-A');
    const parents = ['main', 'b1', 'b2', 'b3'].flatMap((name) => ['-p', name]);
    const octopus = scratch.git('commit-tree', scratch.git('write-tree'), ...parents, '-m', 'octopus');
    scratch.git('reset', '-q', '--hard', octopus);
    expect((await scanHistory(await scratch.open())).at('app')?.introducedBy).toBe(octopus);
  });

  it('is not a merge that only takes it from one side', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('checkout', '-q', '-b', 'side');
    const brought = scratch.write('k', keyOf(1)).commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('c', 'c').commit();
    scratch.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect((await scanHistory(await scratch.open())).at('k')?.introducedBy).toBe(brought);
  });

  it('is the first of several, and one that is reachable before one that is not', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('checkout', '-q', '--detach');
    scratch.write('k', keyOf(1)).commit('dropped');
    scratch.git('checkout', '-q', 'main');
    const first = scratch.write('k', keyOf(1)).commit();
    scratch.remove('k').commit();
    scratch.write('k', keyOf(1)).commit();
    scratch.git('reflog', 'expire', '--expire=all', '--all');
    expect((await scanHistory(await scratch.open())).at('k')?.introducedBy).toBe(first);
  });

  it('is told for each path and each key', async () => {
    const scratch = new ScratchRepository();
    const first = scratch.write('a', keyOf(1)).commit();
    const second = scratch
      .write('a', `${keyOf(1)} ${keyOf(2)}`)
      .write('b', keyOf(1))
      .commit();
    const { placements } = await scanHistory(await scratch.open());
    const told = placements.map(({ path, token, introducedBy }) => [path, token, introducedBy]);
    expect(told.sort()).toEqual(
      [
        ['a', keyOf(1), first],
        ['a', keyOf(2), second],
        ['b', keyOf(1), second],
      ].sort(),
    );
  });
});

describe('what takes a key away', () => {
  it('is not told where HEAD holds it, even when a branch does not', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).commit();
    scratch.git('checkout', '-q', '-b', 'clean');
    scratch.remove('k').commit();
    scratch.git('checkout', '-q', 'main');
    expect((await scanHistory(await scratch.open())).at('k')?.removedBy).toBeUndefined();
  });

  it('is the last removal, not the first', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).commit();
    scratch.write('k', 'x').commit();
    scratch.write('k', keyOf(1)).commit();
    const last = scratch.remove('k').commit();
    expect((await scanHistory(await scratch.open())).at('k')?.removedBy).toBe(last);
  });

  it('is the commit on the branch, not the merge that brings the removal home', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).commit();
    scratch.git('checkout', '-q', '-b', 'fix');
    const removal = scratch.remove('k').commit('remove the key');
    scratch.git('checkout', '-q', 'main');
    scratch.write('c', 'c').commit();
    scratch.git('merge', '-q', '--no-ff', '-m', 'merge', 'fix');
    expect((await scanHistory(await scratch.open())).at('k')?.removedBy).toBe(removal);
  });

  it('is the merge where that alone drops it', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('checkout', '-q', '-b', 'side');
    scratch.write('k', keyOf(1)).commit();
    scratch.git('checkout', '-q', 'main');
    scratch.write('c', 'c').commit();
    scratch.git('merge', '-q', '--no-ff', '-s', 'ours', '-m', 'ours', 'side');
    scratch.git('branch', '-q', '-D', 'side');
    expect((await scanHistory(await scratch.open())).at('k')?.removedBy).toBe(
      scratch.git('rev-parse', 'HEAD'),
    );
  });
});

describe('who holds a key', () => {
  it('names every ref whose tip has it at the path, sorted, tags and stash included', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).write('old', keyOf(2)).commit();
    scratch.git('tag', 'light');
    scratch.git('tag', '-a', 'v1', '-m', 'v1');
    scratch.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    scratch
      .remove('old')
      .write('k', `moved\n${keyOf(1)}`)
      .commit();
    const history = await scanHistory(await scratch.open());
    const before = ['refs/remotes/origin/main', 'refs/tags/light', 'refs/tags/v1'];
    expect(history.at('k')).toMatchObject({ inHead: true, refs: ['refs/heads/main', ...before] });
    expect(history.at('k')?.heldBlobs).toHaveLength(2);
    expect(history.at('old')).toMatchObject({ inHead: false, refs: before });
  });

  it('sees a detached HEAD, and the HEAD of another work tree', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('checkout', '-q', '--detach');
    scratch.write('k', keyOf(1)).commit();
    const linked = join(temporaryDirectory(), 'linked');
    scratch.git('worktree', 'add', '-q', '--detach', linked, 'main');
    scratch.git('reflog', 'expire', '--expire=all', '--all');
    expect((await scanHistory(await scratch.open())).at('k')).toMatchObject({
      inHead: true,
      refs: [],
      isReachable: true,
    });
    const fromOther = (await scanHistory(await scratch.open(linked))).at('k');
    expect(fromOther).toMatchObject({ inHead: false, refs: [], isReachable: true });
  });

  it('finds paths of any bytes at tips', async () => {
    const scratch = new ScratchRepository();
    const names = ['new\nline', 'a"b', '-rf', ' lead', 'é/日本', ':(top)x', '[id]'];
    for (const name of names) scratch.write(name, keyOf(1));
    scratch.commit();
    const { placements } = await scanHistory(await scratch.open());
    expect(placements.map(({ path, inHead, refs }) => [path, inHead, refs.length]).sort()).toEqual(
      names.map((name) => [name, true, 1]).sort(),
    );
  });

  it('takes the target of a symbolic link for text and a submodule for nothing', async () => {
    const library = new ScratchRepository();
    library.write('l', keyOf('library')).commit();
    const scratch = new ScratchRepository();
    scratch.git('submodule', '--quiet', 'add', library.path, 'sub');
    const target = scratch.hash(keyOf(1));
    scratch.git('update-index', '--add', '--cacheinfo', `120000,${target},link`);
    scratch.git('commit', '-q', '-m', 'link');
    const { placements } = await scanHistory(await scratch.open());
    expect(placements.map(({ path, object }) => [path, object])).toEqual([['link', target]]);
  });
});

describe('corners of history', () => {
  it('places what is stashed: tracked files at the stash, untracked ones at its third parent', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a\n').commit();
    scratch
      .write('a', `a\n${keyOf(1)}\n`)
      .write('untracked.env', keyOf(2))
      .tick();
    scratch.git('stash', 'push', '-q', '-u');
    const history = await scanHistory(await scratch.open());
    const [stash, untracked] = ['refs/stash', 'refs/stash^3'].map((name) => scratch.git('rev-parse', name));
    expect(history.at('a')).toMatchObject({ introducedBy: stash, refs: ['refs/stash'], inHead: false });
    expect(history.at('untracked.env')).toMatchObject({ introducedBy: untracked, isReachable: true });
    expect(history.placements.map(({ removedBy }) => removedBy)).toEqual([undefined, undefined]);
  });

  it('reaches older stash entries through the reflog, and dropped ones not at all', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a\n').commit();
    for (const seed of ['dropped', 'older', 'top']) {
      scratch.write('a', keyOf(seed)).tick();
      scratch.git('stash', 'push', '-q');
    }
    scratch.git('stash', 'drop', '-q', 'stash@{2}');
    const { placements } = await scanHistory(await scratch.open());
    const told = placements.map(({ token, isReachable, refs }) => [token, isReachable, refs]);
    expect(told).toHaveLength(3);
    expect(told).toContainEqual([keyOf('top'), true, ['refs/stash']]);
    expect(told).toContainEqual([keyOf('older'), true, []]);
    expect(told).toContainEqual([keyOf('dropped'), false, []]);
  });

  it('finds what was amended away, reachable only while the reflog remembers', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    const leaked = scratch.write('k', keyOf(1)).commit();
    scratch.remove('k').git('add', '-A');
    scratch.git('commit', '-q', '--amend', '--allow-empty', '-m', 'clean');
    expect((await scanHistory(await scratch.open())).at('k')).toMatchObject({
      introducedBy: leaked,
      isReachable: true,
    });
    scratch.git('reflog', 'expire', '--expire=all', '--all');
    expect((await scanHistory(await scratch.open())).at('k')).toMatchObject({
      introducedBy: leaked,
      isReachable: false,
    });
  });

  it('names the path of a blob that only the index holds, and none for one that nothing holds', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('staged.env', keyOf(1)).git('add', '-A');
    const stray = scratch.hash(keyOf(2));
    const history = await scanHistory(await scratch.open());
    expect(history.at('staged.env')).toMatchObject({ isReachable: true, refs: [] });
    expect(history.at('staged.env')?.introducedBy).toBeUndefined();
    expect(history.at('(unreachable blob)')).toMatchObject({ object: stray, isReachable: false });
  });

  it('places a blob that a tag names, and the files of a tree that one names', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.git('tag', 'blob-tag', scratch.hash(keyOf(1)));
    scratch.git('tag', '-a', '-m', 'annotated', 'blob-tag-2', scratch.hash(keyOf(1)));
    scratch.write('dir/k', keyOf(2)).git('add', '-A');
    scratch.git('tag', 'tree-tag', scratch.git('write-tree'));
    scratch.git('rm', '-rq', '--cached', 'dir');
    const history = await scanHistory(await scratch.open());
    const names = ['refs/tags/blob-tag', 'refs/tags/blob-tag-2'];
    expect(history.at('(blob of a ref)')).toMatchObject({ refs: names, isReachable: true });
    expect(history.at('dir/k')).toMatchObject({
      refs: ['refs/tags/tree-tag'],
      isReachable: true,
      inHead: false,
    });
  });

  it('names the annotated object for a note, whatever folders notes are cut into', async () => {
    const scratch = new ScratchRepository();
    const commit = scratch.write('a', 'a').commit();
    scratch.git('notes', 'add', '-m', `rotate ${keyOf(1)}`);
    const blob = scratch.git('notes', 'list', commit);
    const brought = scratch.git('rev-parse', 'refs/notes/commits');
    scratch.git(
      'update-index',
      '--add',
      '--cacheinfo',
      `100644,${blob},${commit.slice(0, 2)}/${commit.slice(2)}`,
    );
    const tree = scratch.git('write-tree', `--prefix=${commit.slice(0, 2)}/`);
    const fanned = scratch
      .gitBytes(['mktree'], `040000 tree ${tree}\t${commit.slice(0, 2)}\n`)
      .toString()
      .trim();
    const moved = scratch.git('commit-tree', fanned, '-p', 'refs/notes/commits', '-m', 'fan out');
    scratch.git('update-ref', 'refs/notes/commits', moved);
    scratch.git('reset', '-q', '--hard');
    const { placements } = await scanHistory(await scratch.open());
    expect(placements).toMatchObject([
      { path: `(note of ${commit})`, introducedBy: brought, refs: ['refs/notes/commits'], object: blob },
    ]);
    expect(placements[0]?.removedBy).toBeUndefined();
  });

  it('takes a file that is named like an object for a file', async () => {
    const scratch = new ScratchRepository();
    const name = 'a'.repeat(40);
    scratch.write(name, keyOf(1)).commit();
    scratch.git('notes', 'add', '-m', 'a note');
    expect((await scanHistory(await scratch.open())).at(name)?.inHead).toBe(true);
  });

  it('is the same in a repository of SHA-256', async () => {
    const scratch = new ScratchRepository({ args: ['--object-format=sha256'] });
    const brought = scratch.write('dir/x.env', `a\nb\n${keyOf(1)}\n`).commit();
    const gone = scratch.remove('dir').commit();
    const history = await scanHistory(await scratch.open());
    expect(history.at('dir/x.env')).toMatchObject({ introducedBy: brought, removedBy: gone, refs: [] });
    expect(brought).toHaveLength(64);
  });

  it('is the same in a bare repository', async () => {
    const scratch = new ScratchRepository();
    const brought = scratch.write('x.env', keyOf(1)).commit();
    const gone = scratch.remove('x.env').commit();
    const bare = join(temporaryDirectory(), 'bare.git');
    scratch.git('clone', '-q', '--bare', scratch.path, bare);
    const history = await scanHistory(await scratch.open(bare));
    expect(history.at('x.env')).toMatchObject({ introducedBy: brought, removedBy: gone });
  });

  it('pays no heed to attributes that call a file binary', async () => {
    const scratch = new ScratchRepository();
    scratch.write('.gitattributes', '*.env -diff binary\n').write('x.env', keyOf(1)).commit();
    scratch.write('data', Buffer.from(`\0\u0001${keyOf(2)}\0`)).commit();
    const { placements } = await scanHistory(await scratch.open());
    expect(placements.map(({ path }) => path).sort()).toEqual(['data', 'x.env']);
  });

  it('finds nothing wrong with a repository without commits', async () => {
    const history = await scanHistory(await new ScratchRepository().open());
    expect(history).toMatchObject({ placements: [], skipped: [], commits: 0 });
  });
});

describe('names that hold keys', () => {
  it('are placed at the component, from the first file in a folder to the last', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    const folder = `deep/${keyOf(1)}`;
    const brought = scratch.write(`${folder}/one`, '1').commit();
    scratch.write(`${folder}/two`, '2').commit();
    scratch.remove(`${folder}/one`).commit();
    const gone = scratch.remove(folder).commit();
    const file = scratch.write(`${keyOf(2)}.txt`, 'x').commit();
    const { placements } = await scanHistory(await scratch.open(), { withNames: true });
    expect(placements).toHaveLength(2);
    expect(placements.find(({ path }) => path === folder)).toMatchObject({
      site: 'name',
      introducedBy: brought,
      removedBy: gone,
      refs: [],
    });
    expect(placements.find(({ token }) => token === keyOf(2))).toMatchObject({
      path: `${keyOf(2)}.txt`,
      introducedBy: file,
      inHead: true,
    });
  });

  it('stay where a folder takes the place of a file of the same name', async () => {
    const scratch = new ScratchRepository();
    const brought = scratch.write(keyOf(1), 'file').commit();
    scratch
      .remove(keyOf(1))
      .write(`${keyOf(1)}/inner`, 'x')
      .commit();
    const { placements } = await scanHistory(await scratch.open(), { withNames: true });
    expect(placements).toMatchObject([{ site: 'name', introducedBy: brought, inHead: true }]);
    expect(placements[0]?.removedBy).toBeUndefined();
  });
});

describe('a range', () => {
  it('reports what its commits bring, also what they take away again', async () => {
    const scratch = new ScratchRepository();
    scratch.write('old', keyOf('old')).commit();
    scratch.git('checkout', '-q', '-b', 'feature');
    const brought = scratch.write('leak', keyOf(1)).commit();
    const gone = scratch.remove('leak').commit();
    const history = await scanHistory(await scratch.open(), range('main..feature'));
    expect(history.placements).toMatchObject([{ path: 'leak', introducedBy: brought, removedBy: gone }]);
    expect(history.commits).toBe(2);
  });

  it('does not report a key that a changed file had before', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).commit();
    scratch.write('k', `${keyOf(1)}\nmore`).commit();
    const second = scratch.write('k', `${keyOf(1)}\n${keyOf(2)}`).commit();
    const { placements } = await scanHistory(await scratch.open(), range('HEAD~2..HEAD'));
    expect(placements).toMatchObject([{ token: keyOf(2), introducedBy: second }]);
  });

  it('reports an old file that it copies to a new place', async () => {
    const scratch = new ScratchRepository();
    scratch.write('config', keyOf(1)).commit();
    const copy = scratch.write('public/config.js', keyOf(1)).commit();
    const { placements } = await scanHistory(await scratch.open(), range('HEAD~1..HEAD'));
    expect(placements).toMatchObject([{ path: 'public/config.js', introducedBy: copy }]);
  });

  it('reports an old key that it brings back', async () => {
    const scratch = new ScratchRepository();
    scratch.write('k', keyOf(1)).commit();
    scratch.remove('k').commit();
    const back = scratch.write('k', keyOf(1)).commit();
    const { placements } = await scanHistory(await scratch.open(), range('HEAD~1..HEAD'));
    expect(placements).toMatchObject([{ path: 'k', introducedBy: back }]);
  });

  it('does not read the index, and gives no lost blobs', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('b', 'b').commit();
    scratch.hash(keyOf(1));
    scratch.write('staged', keyOf(2)).git('add', '-A');
    expect((await scanHistory(await scratch.open(), range('HEAD~1..HEAD'))).placements).toEqual([]);
  });
});

describe('messages', () => {
  it('are reached through refs, reflogs and HEAD, or not at all', async () => {
    const scratch = new ScratchRepository();
    const first = scratch.commit('first');
    const second = scratch.commit('second');
    scratch.git('tag', '-a', 'v1', '-m', 'tag', first);
    scratch.git('tag', '-a', 'outer', '-m', 'tag of a tag', 'v1');
    const inner = scratch.git('rev-parse', 'v1');
    scratch.git('tag', '-d', 'v1');
    const dropped = scratch.git('commit-tree', 'HEAD^{tree}', '-m', 'dropped');
    writeFileSync(join(scratch.path, '.git/ORIG_HEAD'), `${dropped}\n`);
    const repository = await scratch.open();
    const objects = [
      ...[first, second, dropped].map((id) => ({ id, type: 'commit' as const })),
      { id: inner, type: 'tag' as const },
      { id: scratch.git('rev-parse', 'outer'), type: 'tag' as const },
    ];
    const places = await messagePlaces(repository, objects, await readTips(repository));
    expect(objects.map(({ id }) => places.get(id))).toEqual([
      { refs: ['refs/tags/outer'], inHead: true, isReachable: true },
      { refs: ['refs/heads/main'], inHead: true, isReachable: true },
      { refs: [], inHead: false, isReachable: false },
      { refs: [], inHead: false, isReachable: true },
      { refs: ['refs/tags/outer'], inHead: false, isReachable: true },
    ]);
  });
});
