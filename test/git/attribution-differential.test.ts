/** Attribution against brute force: every tree of every commit, listed whole and compared with every parent's. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyOf, ScratchRepository, scanHistory } from './scratch-repository.ts';

type Step =
  | {
      readonly kind: 'write';
      readonly path: string;
      readonly seeds: readonly number[];
      readonly filler: number;
    }
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'branch'; readonly to: number }
  | { readonly kind: 'merge'; readonly from: number; readonly side: 'ours' | 'theirs' | 'evil' }
  | { readonly kind: 'forget' };

const PATHS = ['a', 'b', 'dir/c', 'dir/d e'];
const RUNS = 12;
const BRANCHES = ['main', 'one', 'two'];
const path = fc.constantFrom(...PATHS);
const branch = fc.integer({ min: 0, max: BRANCHES.length - 1 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      path,
      seeds: fc.subarray([1, 2]),
      filler: fc.integer({ min: 0, max: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), path, to: path }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('branch' as const), to: branch }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      from: branch,
      side: fc.constantFrom('ours' as const, 'theirs' as const, 'evil' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const) }) },
);

type Files = ReadonlyMap<string, string>;

function changed(before: Files, step: Extract<Step, { path: string }>): Files {
  const files = new Map(before);
  const text = files.get(step.path);
  if (step.kind !== 'write') files.delete(step.path);
  if (step.kind === 'rename' && text !== undefined) files.set(step.to, text);
  if (step.kind === 'write') {
    files.set(step.path, `${'x\n'.repeat(step.filler)}${step.seeds.map(keyOf).join('\n')}`);
  }
  return files;
}

/** Makes commits from trees it keeps itself: no work tree, no merge machinery. */
class Builder {
  readonly scratch = new ScratchRepository();
  readonly #tips = new Map<string, { commit: string; files: Files }>();
  #branch = 'main';
  #count = 0;

  constructor(steps: readonly Step[]) {
    this.#commit(new Map([['a', 'start']]), []);
    for (const each of steps) this.#take(each);
    for (const [name, { commit }] of this.#tips) this.scratch.git('update-ref', `refs/heads/${name}`, commit);
  }

  #take(step: Step): void {
    const tip = this.#tips.get(this.#branch)!;
    if (step.kind === 'branch') {
      this.#branch = BRANCHES[step.to]!;
      if (!this.#tips.has(this.#branch)) this.#tips.set(this.#branch, tip);
    } else if (step.kind === 'merge') {
      const other = this.#tips.get(BRANCHES[step.from]!);
      if (other === undefined || other.commit === tip.commit) return;
      const merged = new Map(step.side === 'theirs' ? other.files : tip.files);
      if (step.side === 'evil') merged.set('b', `evil ${keyOf(2)}`);
      this.#commit(merged, [tip.commit, other.commit]);
    } else if (step.kind === 'forget') {
      // An amend: the last commit is made anew from its parents, and nothing names it any more.
      const [, ...parents] = this.scratch.git('rev-list', '--parents', '-n1', tip.commit).split(' ');
      this.#commit(tip.files, parents);
    } else {
      this.#commit(changed(tip.files, step), [tip.commit]);
    }
  }

  #commit(files: Files, parents: readonly string[]): void {
    this.scratch.tick();
    this.scratch.git('read-tree', '--empty');
    const entries = [...files].map(([name, text]) => `100644 ${this.scratch.hash(text)}\t${name}`);
    this.scratch.gitBytes(['update-index', '--index-info'], entries.map((line) => `${line}\n`).join(''));
    const tree = this.scratch.git('write-tree');
    const args = parents.flatMap((parent) => ['-p', parent]);
    const commit = this.scratch.git('commit-tree', tree, ...args, '-m', `commit ${this.#count++}`);
    this.#tips.set(this.#branch, { commit, files: new Map(files) });
    this.scratch.git('read-tree', '--empty');
  }
}

/** Everything that follows from the lists of all trees. */
class BruteForce {
  readonly #scratch: ScratchRepository;
  readonly #order: readonly string[];
  readonly #parents = new Map<string, readonly string[]>();
  readonly #held = new Map<string, ReadonlySet<string>>();
  readonly #reachable: ReadonlySet<string>;
  readonly #fromHead: ReadonlySet<string>;

  constructor(scratch: ScratchRepository) {
    this.#scratch = scratch;
    const all = scratch.git('cat-file', '--batch-all-objects', '--batch-check=%(objectname) %(objecttype)');
    const commits = [...all.matchAll(/^(\w+) commit$/gm)].map(([, id]) => id ?? '');
    this.#reachable = new Set(scratch.git('rev-list', '--all').split('\n'));
    this.#fromHead = new Set(scratch.git('rev-list', 'HEAD').split('\n'));
    const newestFirst = scratch.git('rev-list', '--date-order', ...commits).split('\n');
    this.#order = [
      ...newestFirst.filter((id) => this.#reachable.has(id)),
      ...newestFirst.filter((id) => !this.#reachable.has(id)),
    ];
    for (const id of commits) {
      this.#parents.set(id, scratch.git('rev-list', '--parents', '-n1', id).split(' ').slice(1));
      this.#held.set(id, this.#placesIn(id));
    }
  }

  placements() {
    const places = new Set([...this.#held.values()].flatMap((held) => [...held]));
    return [...places].sort().map((place) => {
      const [token, path] = place.split('\0');
      const inHead = this.#has(this.#scratch.git('rev-parse', 'HEAD'), place);
      const introduced = this.#order.filter((id) => this.#isIntroduction(id, place));
      const removed = inHead ? undefined : this.#removal(place);
      return {
        token,
        path,
        introducedBy: introduced.findLast((id) => this.#reachable.has(id)) ?? introduced.at(-1),
        ...(removed === undefined ? {} : { removedBy: removed }),
        inHead,
        refs: BRANCHES.map((name) => `refs/heads/${name}`)
          .filter((ref) => this.#tipHas(ref, place))
          .sort(),
        isReachable: this.#order.some((id) => this.#reachable.has(id) && this.#has(id, place)),
      };
    });
  }

  #removal(place: string): string | undefined {
    const isLost = (id: string) =>
      !this.#has(id, place) && this.#parents.get(id)!.some((p) => this.#has(p, place));
    const fromHead = this.#order.filter((id) => this.#fromHead.has(id));
    const order = fromHead.some(isLost) ? fromHead : this.#order;
    const start = order.findIndex((id) => this.#isIntroduction(id, place));
    const since = (start === -1 ? order : order.slice(0, start)).filter(isLost);
    return (
      since.find((id) => this.#parents.get(id)!.every((p) => this.#has(p, place))) ??
      since[0] ??
      order.find(isLost)
    );
  }

  #isIntroduction(id: string, place: string): boolean {
    return this.#has(id, place) && this.#parents.get(id)!.every((parent) => !this.#has(parent, place));
  }

  #has(id: string, place: string): boolean {
    return this.#held.get(id)?.has(place) ?? false;
  }

  #tipHas(ref: string, place: string): boolean {
    const listed = this.#scratch.git('for-each-ref', '--format=%(objectname)', ref);
    return listed !== '' && this.#has(listed, place);
  }

  #placesIn(commit: string): Set<string> {
    const lines = this.#scratch.git('ls-tree', '-r', '-z', commit).split('\0');
    return new Set(
      lines.flatMap((line) => {
        const [, blob, name] = /^\d+ blob (\w+)\t(.*)$/s.exec(line) ?? [];
        if (blob === undefined) return [];
        const text = this.#scratch.git('cat-file', 'blob', blob);
        return [1, 2].filter((seed) => text.includes(keyOf(seed))).map((seed) => `${keyOf(seed)}\0${name}`);
      }),
    );
  }
}

it('tells the same as brute force about random histories', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const { scratch } = new Builder(steps);
      const { placements } = await scanHistory(await scratch.open());
      const told = placements.map(({ object: _object, heldBlobs: _held, site: _site, ...rest }) => rest);
      const key = ({ token, path: at }: { token?: string | undefined; path?: string | undefined }) =>
        `${token}\0${at}`;
      const byKey = (a: { token?: string; path?: string }, b: { token?: string; path?: string }) =>
        key(a) < key(b) ? -1 : 1;
      expect(told.sort(byKey)).toEqual(new BruteForce(scratch).placements());
    }),
    { numRuns: RUNS },
  );
}, 120_000);
