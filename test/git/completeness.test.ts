import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsInStore, historyGaps, readBesides } from '../../src/git/completeness.ts';
import { searchObjects } from '../../src/git/object-stream.ts';
import { readTipNames, readTips } from '../../src/git/refs.ts';
import { KEY_NEEDLE, ScratchRepository } from './scratch-repository.ts';

const COMMITS = 12;

/** Branches, a merge, an annotated tag, and commits that only the reflog or nothing at all leads to. */
function growHistory(scratch: ScratchRepository, random: () => number): void {
  const below = (bound: number) => Math.floor(random() * bound);
  const parts: string[] = [];
  for (let commit = 1; commit <= COMMITS; commit++) {
    const isLost = commit > COMMITS - 2;
    parts.push(
      `commit refs/heads/${isLost ? 'lost' : 'main'}\nmark :${commit}\n`,
      `committer A <a@example.com> ${1_700_000_000 + commit} +0000\n`,
      `data 1\nc\n`,
      ...(isLost ? [`from :${commit - 2}\n`] : []),
    );
    for (let change = 0; change < 1 + below(4); change++) {
      const path = `d${below(3)}/e${below(3)}/f${below(6)}`;
      const content = `${'line\n'.repeat(below(30))}${below(8)}\n`;
      parts.push(
        below(6) === 0 ? `D ${path}\n` : `M 100644 inline ${path}\ndata ${content.length}\n${content}\n`,
      );
    }
    parts.push(`M 160000 ${'1'.repeat(40)} module\n`);
  }
  parts.push(`tag v1\nfrom :${1 + below(5)}\ntagger A <a@example.com> 1700000000 +0000\ndata 1\nt\ndone\n`);
  scratch.gitBytes(['fast-import', '--quiet', '--done'], parts.join(''));
  scratch.git('update-ref', '-d', 'refs/heads/lost');
  scratch.git('read-tree', 'main');
}

/** Deletes some objects, and keeps the others loose, in one pack or in two. */
function damage(scratch: ScratchRepository, random: () => number): void {
  const pick = () => random() < 0.1;
  const all = scratch
    .git('cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)')
    .split('\n');
  const lost = new Set(all.filter(pick).slice(0, 1 + Math.floor(random() * 4)));
  const left = all.filter((id) => !lost.has(id));
  const packs = random() < 0.3 ? [] : random() < 0.5 ? [left] : [left.slice(5), left.slice(0, 20)];
  const objects = join(scratch.path, '.git/objects');
  const made = packs.map((ids) =>
    scratch.gitBytes(
      ['pack-objects', '-q', '--window=20', '--depth=20', join(objects, 'pack/pack')],
      ids.join('\n'),
    ),
  );
  if (made.length === 0) {
    for (const name of readdirSync(join(objects, 'pack'))) {
      if (!name.endsWith('.pack')) continue;
      const bytes = join(objects, 'pack', name);
      scratch.gitBytes(['unpack-objects', '-q'], moved(scratch, bytes));
    }
    for (const id of lost) rmSync(scratch.objectFile(id), { force: true });
    return;
  }
  const kept = new Set(made.map((name) => name.toString('latin1').trim()));
  for (const name of readdirSync(join(objects, 'pack'))) {
    if (![...kept].some((one) => name.includes(one))) rmSync(join(objects, 'pack', name), { force: true });
  }
}

function moved(scratch: ScratchRepository, path: string): Buffer {
  const bytes = scratch.gitBytes(['cat-file', 'blob', scratch.git('hash-object', '-w', path)]);
  const base = path.slice(0, -'.pack'.length);
  for (const ending of ['.pack', '.idx', '.rev']) rmSync(base + ending, { force: true });
  return bytes;
}

function randomFrom(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('what a history lacks', () => {
  it('is told from what the objects name as git tells it from a walk', async () => {
    let decided = 0;
    const tell = async (seed: number) => {
      const random = randomFrom(seed);
      const scratch = new ScratchRepository();
      growHistory(scratch, random);
      damage(scratch, random);
      const repository = await scratch.open();
      const tips = await readTips(repository);
      const { links } = await searchObjects(repository, KEY_NEEDLE);
      const besides = await readBesides(repository);
      const input = { repository, scope: { kind: 'all' }, tips } as const;
      const byGit = (await historyGaps(input)).map(({ path }) => path);
      const names = await readTipNames(repository);
      const inStore = await gapsInStore({ repository, names, links, besides });
      if (inStore !== undefined) decided++;
      const byLinks = (inStore ?? (await historyGaps(input))).map(({ path }) => path);
      // Over a missing commit git stops, and names none.
      if (byGit.includes('(history)')) expect(byLinks).not.toEqual([]);
      else expect(byLinks.sort()).toEqual(byGit.sort());
    };
    await fc.assert(fc.asyncProperty(fc.nat(1_000_000), tell), { numRuns: 80 });
    // Else it is git alone that answers.
    expect(decided).toBeGreaterThan(20);
  }, 120_000);
});
