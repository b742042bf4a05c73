/** Scans git objects, then asks history about the ones that hold keys, and only about them. */
import { setImmediate } from 'node:timers/promises';
import type { Skipped } from '../core/report.ts';
import type { Detector } from '../detect/detector.ts';
import type { Match } from '../detect/match.ts';
import { attribute, type Placement } from '../git/attribution.ts';
import { CleanBlobs } from '../git/clean-blobs.ts';
import { type Besides, gapsInStore, historyGaps, readBesides } from '../git/completeness.ts';
import type { HistoryScope } from '../git/history-scope.ts';
import { placeWithoutCommit } from '../git/lost-blobs.ts';
import { ObjectReader } from '../git/object-reader.ts';
import type { ObjectSearch } from '../git/object-search.ts';
import type { NamedToken } from '../git/place-log.ts';
import { peelTips, readTipNames, type TipNames, type Tips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';
import { ContentCheck } from './content-check.ts';
import { Judge } from './evidence/judge.ts';
import { HeldBlobs, UNREAD } from './held-blobs.ts';
import { LeftOut } from './left-out.ts';
import { reportMessages } from './messages.ts';
import { keysInPath } from './names.ts';
import type { ScanTarget } from './options.ts';
import { PlacementReport } from './placement-report.ts';
import { type HistoryOptions, searchObjectsOf, searchScope } from './search-history.ts';
import { targetRepository } from './target-repository.ts';
import { tokenOf } from './token.ts';

export async function scanHistory(
  target: Extract<ScanTarget, { mode: 'history' }>,
  detector: Detector,
  collector: Collector,
  options: HistoryOptions,
): Promise<void> {
  const { signal } = options;
  const repository = await targetRepository(target, options);
  collector.headCommit = repository.headCommit;
  const { scope } = target;
  const isAll = scope.kind === 'all';
  // All of history needs no refs to be searched: they are read meanwhile.
  // They take no signal: without them, what was found by then could not be told.
  const naming =
    scope.kind === 'added' ? Promise.resolve({ refs: scope.tips, heads: [] }) : readTipNames(repository);
  const besidesReading = isAll ? readBesides(repository) : undefined;
  const early = isAll ? searchObjectsOf({ repository, detector, collector, options }) : undefined;
  for (const promise of [naming, besidesReading, early]) promise?.catch(() => {});
  const names = await naming;
  if (target.search !== undefined) collector.commits = target.search.commits;
  const found =
    target.search ??
    (await (early ?? searchScope({ repository, scope, names, detector, collector, options })));
  collector.isInterrupted = signal?.aborted === true;
  // What was found by then is told whole; a second signal ends that too.
  const isTold = collector.isInterrupted || options.endSignal !== undefined;
  const rest = isTold ? { ...options, signal: options.endSignal } : options;
  const reader = new ObjectReader(repository, rest.signal);
  reader.hold(found.contents);
  try {
    const scan = new HistoryScan({ repository, scope, names, detector, collector, options: rest, reader });
    await scan.run(found, await besidesReading);
  } finally {
    reader.close();
  }
}

interface HistoryInput {
  readonly repository: Repository;
  readonly scope: HistoryScope;
  readonly names: TipNames;
  readonly detector: Detector;
  readonly collector: Collector;
  readonly options: HistoryOptions;
  readonly reader: ObjectReader;
}

class HistoryScan {
  readonly #input: HistoryInput;
  readonly #blobs: HeldBlobs;
  readonly #placed: PlacementReport;
  readonly #leftOut: LeftOut;
  readonly #clean: CleanBlobs;
  #pointers = 0;
  #tipsReading: Promise<Tips> | undefined;

  constructor(input: HistoryInput) {
    this.#input = input;
    const { repository, detector, collector, options, reader } = input;
    this.#blobs = new HeldBlobs(detector, reader, options.signal);
    this.#leftOut = new LeftOut(repository.workTree, options, collector);
    this.#clean = new CleanBlobs(repository, {
      version: new ContentCheck(detector).version,
      // A hook asks for a few objects, and is to leave nothing behind.
      secret: input.scope.kind === 'all' ? options.cacheSecret : undefined,
      onDamage: (warning) => collector.warn(warning),
    });
    this.#placed = new PlacementReport({
      blobs: this.#blobs,
      reader,
      leftOut: this.#leftOut,
      judge: new Judge(detector.rules),
      collector,
    });
  }

  /** What the refs lead to: only where that matters, since a repository may have thousands of them. */
  #tips(): Promise<Tips> {
    const { repository, names, options } = this.#input;
    this.#tipsReading ??= peelTips(repository, names, options.signal);
    return this.#tipsReading;
  }

  async run(search: ObjectSearch, besides: Besides | undefined): Promise<void> {
    const { scope, collector } = this.#input;
    collector.objects = search.objects;
    collector.bytes = search.bytes;
    collector.reading = search.counts;
    for (const warning of search.warnings) collector.warn(warning);
    if (scope.kind === 'all') collector.commits = search.commits;
    for (const { path, reason, kind } of search.skipped) collector.skip(path, reason, kind);
    if (!collector.isInterrupted) {
      for (const { path, reason, kind } of await this.#gaps(search, besides))
        collector.skip(path, reason, kind);
    }
    await this.#reportPlacements(search, await this.#detectBlobs(search));
    await this.#reportMessages(search);
    this.#reportRefNames();
    if (this.#pointers > 0) {
      const reason = `${this.#pointers} objects are Git LFS pointers: their content is kept elsewhere`;
      collector.skip('(Git LFS)', reason, 'pointer');
    }
  }

  async #gaps({ links }: ObjectSearch, besides: Besides | undefined): Promise<readonly Skipped[]> {
    const { repository, scope, names, options } = this.#input;
    // A push takes what is here: of what it adds the search itself says what is missing.
    if (scope.kind === 'added') return [];
    const known = scope.kind === 'all' ? await gapsInStore({ repository, names, links, besides }) : undefined;
    if (known !== undefined) return known;
    return await historyGaps({ repository, scope, tips: await this.#tips(), signal: options.signal });
  }

  async #reportMessages({ hits }: ObjectSearch): Promise<void> {
    const { repository, detector, collector, reader, options } = this.#input;
    const { signal } = options;
    const messages = hits.filter(({ type }) => type === 'commit' || type === 'tag');
    if (messages.length === 0) return;
    const tips = await this.#tips();
    await reportMessages({ repository, tips, detector, collector, reader, signal }, messages);
  }

  /** The tokens of each blob that holds any. */
  async #detectBlobs({ hits }: ObjectSearch): Promise<Map<string, ReadonlySet<string>>> {
    const { collector, options } = this.#input;
    const { signal } = options;
    const blobs = new Map<string, ReadonlySet<string>>();
    for (const { id, type } of hits) {
      if (type !== 'blob' || this.#clean.has(id)) continue;
      // Nothing waits for a blob that is at hand: a signal is heard here.
      await setImmediate();
      signal?.throwIfAborted();
      try {
        const { isLfsPointer } = await this.#blobs.detect(id);
        if (isLfsPointer) this.#pointers++;
        const tokens = await this.#blobs.tokensOf(id);
        if (tokens.size > 0) blobs.set(id, tokens);
        // Of an archive, an interruption leaves what was seen by then.
        else if (!isLfsPointer && !signal?.aborted) this.#clean.add(id);
      } catch (error) {
        signal?.throwIfAborted();
        collector.unread(id, error);
      }
    }
    // Of the last archive too, only a part may have been seen.
    signal?.throwIfAborted();
    if (!collector.isInterrupted) this.#clean.save();
    return blobs;
  }

  async #reportPlacements(
    search: ObjectSearch,
    blobs: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<void> {
    const hasNames = search.hits.some(({ type }) => type === 'tree');
    if (!hasNames && this.#arePlacesNeedless(blobs)) {
      await this.#placed.reportUnplaced([...blobs.keys()]);
      return;
    }
    const names = new Map<string, Match>();
    const placements = await this.#placements(search, blobs, hasNames ? names : undefined);
    for (const placement of placements) {
      const { site, token } = placement;
      if (token === UNREAD) {
        await this.#placed.reportUnread(placement);
        continue;
      }
      const matches = site === 'name' ? [names.get(token)] : await this.#blobs.matchesOf(placement);
      for (const match of matches) await this.#placed.report(placement, match);
    }
  }

  /** To ask all of history where a damaged archive once stood takes longer than to search it. */
  #arePlacesNeedless(blobs: ReadonlyMap<string, ReadonlySet<string>>): boolean {
    if (blobs.size === 0) return true;
    const isUnreadAlone = [...blobs.values()].every((tokens) => tokens.size === 1 && tokens.has(UNREAD));
    return isUnreadAlone && this.#input.scope.kind === 'all' && this.#leftOut.isEmpty;
  }

  /** Of a push, what is found counts though the time to ask history about it is over. Fills `names`. */
  async #placements(
    search: ObjectSearch,
    blobs: ReadonlyMap<string, ReadonlySet<string>>,
    names: Map<string, Match> | undefined,
  ): Promise<readonly Placement[]> {
    const { repository, scope, options } = this.#input;
    const { signal } = options;
    const tokensOf = (id: string) => this.#blobs.olderTokensOf(id);
    const tokensOfName = names && ((path: string) => this.#tokensOfName(path, names));
    try {
      const [tips, commitIds] = [await this.#tips(), search.commitIds()];
      return (await attribute({ repository, scope, tips, blobs, tokensOf, tokensOfName, commitIds, signal }))
        .placements;
    } catch (error) {
      if (scope.kind !== 'added' || !signal?.aborted) throw error;
      return placeWithoutCommit(blobs, new Set());
    }
  }

  #tokensOfName(path: string, names: Map<string, Match>): NamedToken[] {
    return keysInPath(this.#input.detector, path).map(({ path: named, match }) => {
      names.set(tokenOf(match), match);
      return { path: named, token: tokenOf(match) };
    });
  }

  #reportRefNames(): void {
    const { names, scope, detector, collector } = this.#input;
    if (scope.kind !== 'all' && scope.kind !== 'added') return;
    for (const { name, object } of names.refs) {
      for (const { match } of keysInPath(detector, name)) {
        const facts = { object, refs: [name], reachable: true };
        collector.add(match, { path: name, site: 'ref', exposure: 'committed', ...facts });
      }
    }
  }
}
