import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stagedChange, trackedState } from '../../src/git/index-state.ts';
import { keyOf, ScratchRepository, scanHistory, temporaryDirectory } from './scratch-repository.ts';

/** A repository in which everything that can name a program names one that leaves a mark. */
function hostileRepository(marker: string): ScratchRepository {
  const scratch = new ScratchRepository();
  scratch.write('a.env', `K=${keyOf(1)}\n`).commit('one');
  scratch.write('.gitattributes', '* diff=evil filter=evil merge=evil\n').commit('two');
  const program = join(scratch.path, '.git/evil');
  scratch.write('.git/evil', `#!/bin/sh\necho "$0 $*" >> '${marker}'\n`);
  chmodSync(program, 0o755);
  for (const hook of ['fsmonitor-watchman', 'post-index-change', 'reference-transaction', 'pre-auto-gc']) {
    scratch.write(`.git/hooks/${hook}`, `#!/bin/sh\necho hook >> '${marker}'\n`);
    chmodSync(join(scratch.path, '.git/hooks', hook), 0o755);
  }
  const names = [
    ...['core.fsmonitor', 'core.editor', 'core.pager', 'core.sshCommand', 'core.askPass', 'core.gitProxy'],
    ...[
      'core.alternateRefsCommand',
      'diff.external',
      'diff.evil.command',
      'diff.evil.textconv',
      'filter.evil.clean',
    ],
    ...['filter.evil.smudge', 'filter.evil.process', 'gpg.program', 'gpg.ssh.program', 'credential.helper'],
    ...[
      'uploadpack.packObjectsHook',
      'sequence.editor',
      'pager.rev-list',
      'pager.cat-file',
      'pager.diff-tree',
    ],
    ...[
      'alias.cat-file',
      'alias.rev-list',
      'merge.evil.driver',
      'remote.origin.uploadpack',
      'remote.origin.vcs',
    ],
  ];
  for (const name of names) scratch.git('config', name, name.startsWith('alias') ? `!${program}` : program);
  scratch.git('config', 'log.showSignature', 'true');
  scratch.git('config', 'core.hooksPath', join(scratch.path, '.git/hooks'));
  return scratch;
}

describe('a hostile repository', () => {
  it('runs none of its programs, whatever is asked', async () => {
    const marker = join(temporaryDirectory(), 'marker');
    const scratch = hostileRepository(marker);
    const repository = await scratch.open();
    const history = await scanHistory(repository, { withNames: true });
    expect(history.at('a.env')?.inHead).toBe(true);
    await scanHistory(repository, { scope: { kind: 'range', range: 'HEAD~1..HEAD' } });
    await stagedChange(repository);
    await trackedState(repository, ['a.env', 'other']);
    expect(existsSync(marker)).toBe(false);
  });

  it('fetches nothing for the missing objects of a partial clone', async () => {
    const marker = join(temporaryDirectory(), 'marker');
    const scratch = hostileRepository(marker);
    const missing = scratch.git('rev-parse', 'HEAD:a.env');
    scratch.git('config', 'core.repositoryFormatVersion', '1');
    scratch.git('config', 'extensions.partialClone', 'origin');
    scratch.git('config', 'remote.origin.promisor', 'true');
    scratch.git('config', 'remote.origin.url', `ext::sh -c 'echo fetched >> "${marker}"'`);
    scratch.git('config', 'protocol.ext.allow', 'always');
    scratch.git('config', 'protocol.allow', 'always');
    scratch.git('config', '--unset', 'remote.origin.vcs');
    scratch.remove(`.git/objects/${missing.slice(0, 2)}/${missing.slice(2)}`);
    const { skipped } = await scanHistory(await scratch.open());
    expect(skipped.some(({ path }) => path === '(partial clone)')).toBe(true);
    expect(existsSync(marker)).toBe(false);
  });

  it('leaves the index and the refs untouched', async () => {
    const scratch = new ScratchRepository();
    scratch.write('a', 'a').commit();
    scratch.write('a', 'b').git('add', 'a');
    const index = join(scratch.path, '.git/index');
    const before = { bytes: readFileSync(index), time: statSync(index).mtimeMs };
    const repository = await scratch.open();
    await stagedChange(repository);
    await scanHistory(repository);
    expect({ bytes: readFileSync(index), time: statSync(index).mtimeMs }).toEqual(before);
  });

  it('cannot hide history behind grafts or replacements', async () => {
    const scratch = new ScratchRepository();
    scratch.write('old.env', keyOf(1)).commit('one');
    scratch.remove('old.env').write('x.env', `a\n${keyOf(2)}\n`);
    const second = scratch.commit('two');
    const blob = scratch.git('rev-parse', 'HEAD:x.env');
    scratch.git('replace', blob, scratch.hash('nothing\n'));
    scratch.write('.git/info/grafts', `${second}\n`);
    const history = await scanHistory(await scratch.open());
    expect(history.at('x.env')).toMatchObject({ object: blob, introducedBy: second, inHead: true });
    expect(history.at('old.env')).toMatchObject({ removedBy: second, inHead: false });
  });
});
