import { describe, expect, it } from 'vitest';
import { countCommits, type HistoryScope, selectionOf } from '../../src/git/history-scope.ts';
import { readTips } from '../../src/git/refs.ts';
import { keyOf, ScratchRepository, scanHistory } from './scratch-repository.ts';

async function count(scratch: ScratchRepository, scope: HistoryScope): Promise<number> {
  const repository = await scratch.open();
  return await countCommits(repository, scope, await readTips(repository));
}

function threeCommits(): ScratchRepository {
  const scratch = new ScratchRepository();
  for (const name of ['one', 'two', 'three']) scratch.write(name, name).commit(name);
  return scratch;
}

describe('a range', () => {
  it.each([
    ['HEAD~1..HEAD', 1],
    ['HEAD~2...HEAD', 2],
    ['HEAD', 3],
    ['^HEAD~1 HEAD', 1],
    ['  main   ^main~2 ', 2],
    ['v1..main', 1],
    ['HEAD..HEAD', 0],
  ])('is understood as %s', async (range, commits) => {
    const scratch = threeCommits();
    scratch.git('tag', '-a', 'v1', '-m', 'v1', 'HEAD~1');
    expect(await count(scratch, { kind: 'range', range })).toBe(commits);
  });

  it.each(['--all', '-n1', 'HEAD --output=x', 'HEAD:one', 'HEAD^{tree}', '', '   '])(
    'is no option, no file and no tree: %j',
    (range) => {
      expect(() => selectionOf({ kind: 'range', range }, { refs: [], heads: [], broken: [] })).toThrow(
        expect.objectContaining({ code: 'USAGE' }),
      );
    },
  );

  it.each(['none..HEAD', `${'a'.repeat(40)}..HEAD`, 'HEAD~99..HEAD'])(
    'that cannot be resolved is named, with what to do: %s',
    async (range) => {
      const counted = count(threeCommits(), { kind: 'range', range });
      await expect(counted).rejects.toMatchObject({ code: 'INCOMPLETE' });
      await expect(counted).rejects.toThrow(/^--range .* cannot be resolved here .*fetch/);
    },
  );

  it('shows no key that stands in it', async () => {
    const failed = count(threeCommits(), { kind: 'range', range: `${keyOf(1)}..HEAD` });
    await expect(failed).rejects.toThrow(/tt1\.\w{4}…\w{4}\.\.HEAD/);
  });

  it('takes a file for no revision, and a revision that is also a file for one', async () => {
    const scratch = threeCommits();
    scratch.write('main', 'a file of that name').commit();
    expect(await count(scratch, { kind: 'range', range: 'main' })).toBe(4);
    await expect(count(scratch, { kind: 'range', range: 'one' })).rejects.toMatchObject({
      code: 'INCOMPLETE',
    });
  });
});

describe('a date', () => {
  it.each([
    '2024-02-30x',
    'tomorrowish',
    'garbage',
    '',
    '12',
    '2024',
    '--since',
    '1 blue moon ago',
    '2024-13-01',
  ])('that git would take for now is refused: %j', (date) => {
    expect(() => selectionOf({ kind: 'since', date }, { refs: [], heads: [], broken: [] })).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
  });

  it.each([
    ['2023-11-14', 3],
    ['2023-11-14T22:14:00Z', 3],
    ['2023-11-15T00:14:30+02:00', 2],
    ['1700000130', 1],
    ['2 weeks ago', 0],
    ['yesterday', 0],
    ['1.year.ago', 0],
    ['last month', 0],
    ['a fortnight ago', 0],
  ])('is understood as %s', async (date, commits) => {
    expect(await count(threeCommits(), { kind: 'since', date })).toBe(commits);
  });

  it('leaves older commits out, and finds what the newer ones bring', async () => {
    const scratch = new ScratchRepository();
    scratch.write('old', keyOf('old')).commit();
    const brought = scratch.write('new', keyOf('new')).commit();
    const since = new Date(Number(scratch.git('show', '-s', '--format=%ct', brought)) * 1000).toISOString();
    const { placements, commits } = await scanHistory(await scratch.open(), {
      scope: { kind: 'since', date: since },
    });
    expect(placements).toMatchObject([{ path: 'new', introducedBy: brought }]);
    expect(commits).toBe(1);
  });
});
