/** Scans git objects, then asks history about the ones that hold keys, and only about them. */

import { isClientSide } from '../core/client-side.ts';
import type { CommitFacts, Suppression } from '../core/finding.ts';
import type { Skipped } from '../core/report.ts';
import type { DetectionPass } from '../detect/detection-pass.ts';
import type { Detector } from '../detect/detector.ts';
import type { Detection, Match } from '../detect/match.ts';
import { attribute, type Placement } from '../git/attribution.ts';
import { commitFacts } from '../git/commit-facts.ts';
import { type Besides, gapsInStore, historyGaps, readBesides } from '../git/completeness.ts';
import { countCommits, type HistoryScope } from '../git/history-scope.ts';
import { ObjectReader } from '../git/object-reader.ts';
import { type ObjectSearch, searchObjects } from '../git/object-stream.ts';
import { objectIdsOf } from '../git/range-objects.ts';
import { peelTips, readTipNames, type TipNames, type Tips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';
import { LeftOut } from './left-out.ts';
import { reportMessages } from './messages.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions, ScanTarget } from './options.ts';
import { targetRepository } from './target-repository.ts';
import { tokenOf } from './token.ts';

type HistoryOptions = Pick<ScanOptions, 'excludes' | 'signal' | 'cwd' | 'jobs' | 'cacheSecret'>;

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
  const naming = readTipNames(repository);
  const besidesReading = isAll ? readBesides(repository) : undefined;
  const early = isAll ? search(repository, detector, collector, options) : undefined;
  for (const promise of [naming, besidesReading, early]) promise?.catch(() => {});
  const names = await naming;
  const found = await (early ?? searchScope({ repository, scope, names, detector, collector, options }));
  collector.isInterrupted = signal?.aborted === true;
  // What was found by then is told whole; a second signal ends that too.
  const rest = collector.isInterrupted ? { ...options, signal: undefined } : options;
  const reader = new ObjectReader(repository, rest.signal);
  try {
    const scan = new HistoryScan({ repository, scope, names, detector, collector, options: rest, reader });
    await scan.run(found, await besidesReading);
  } finally {
    reader.close();
  }
}

async function searchScope({
  repository,
  scope,
  names,
  detector,
  collector,
  options,
}: Omit<HistoryInput, 'reader'>): Promise<ObjectSearch> {
  const { signal } = options;
  const tips = await peelTips(repository, names, signal);
  collector.commits = await countCommits(repository, scope, tips, signal);
  const ids = objectIdsOf(repository, scope, tips, signal);
  return await search(repository, detector, collector, options, ids);
}

function search(
  repository: Repository,
  { prefilter }: Detector,
  collector: Collector,
  { signal, jobs, cacheSecret }: HistoryOptions,
  onlyIds?: AsyncIterable<string>,
): Promise<ObjectSearch> {
  return searchObjects(repository, prefilter, {
    signal,
    jobs,
    cacheSecret,
    onlyIds,
    onProgress: ({ objects, bytes, stored }) => {
      collector.objects = objects;
      collector.bytes = bytes;
      collector.stored = stored;
      collector.progress();
    },
  });
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
  readonly #leftOut: LeftOut;
  readonly #detections = new Map<string, Detection>();
  readonly #facts = new Map<string, CommitFacts>();
  #pointers = 0;
  #tipsReading: Promise<Tips> | undefined;

  constructor(input: HistoryInput) {
    this.#input = input;
    this.#leftOut = new LeftOut(input.repository.workTree, input.options.excludes, input.collector);
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
    const blobs = new Map<string, ReadonlySet<string>>();
    for (const { id, type } of hits) {
      if (type !== 'blob') continue;
      try {
        const { matches, isLfsPointer, unread } = await this.#detect(id);
        if (isLfsPointer) this.#pointers++;
        this.#input.collector.unreadParts(id, unread);
        if (matches.length > 0) blobs.set(id, new Set(matches.map(tokenOf)));
      } catch (error) {
        this.#input.options.signal?.throwIfAborted();
        this.#input.collector.unread(id, error);
      }
    }
    return blobs;
  }

  async #detect(id: string): Promise<Detection> {
    const known = this.#detections.get(id);
    if (known) return known;
    const { detector } = this.#input;
    const detection =
      (await this.#detectWith(detector.beginTrial(), id)) ?? (await this.#detectWith(detector.begin(), id))!;
    this.#detections.set(id, detection);
    return detection;
  }

  /** Undefined where a trial found a key. */
  async #detectWith(pass: DetectionPass, id: string): Promise<Detection | undefined> {
    for await (const piece of this.#input.reader.read(id)) pass.push(piece);
    const detection = pass.end();
    return pass.isDone ? undefined : detection;
  }

  async #reportPlacements(
    search: ObjectSearch,
    blobs: ReadonlyMap<string, ReadonlySet<string>>,
  ): Promise<void> {
    const { repository, scope, detector, options } = this.#input;
    const hasNames = search.hits.some(({ type }) => type === 'tree');
    if (blobs.size === 0 && !hasNames) return;
    const tips = await this.#tips();
    const names = new Map<string, Match>();
    const { placements } = await attribute({
      repository,
      scope,
      tips,
      blobs,
      tokensOf: async (id) => new Set((await this.#detect(id)).matches.map(tokenOf)),
      ...(hasNames
        ? {
            tokensOfName: (path: string) =>
              keysInPath(detector, path).map(({ path: named, match }) => {
                names.set(tokenOf(match), match);
                return { path: named, token: tokenOf(match) };
              }),
          }
        : {}),
      commitIds: search.commitIds(),
      signal: options.signal,
    });
    for (const placement of placements) {
      const found = placement.site === 'name' ? names.get(placement.token) : await this.#matchOf(placement);
      if (found) await this.#report(placement, found);
    }
  }

  async #matchOf({ object, token }: Placement): Promise<Match | undefined> {
    return (await this.#detect(object)).matches.find((match) => tokenOf(match) === token);
  }

  async #report(placement: Placement, match: Match): Promise<void> {
    const { collector } = this.#input;
    const { path, site, object, introducedBy, removedBy, refs, inHead, isReachable } = placement;
    const introduced = introducedBy === undefined ? undefined : await this.#factsOf(introducedBy);
    const removed = removedBy === undefined ? undefined : await this.#factsOf(removedBy);
    const suppressed = this.#leftOut.suppression(path) ?? (await this.#allowedAtTip(placement));
    if (site === 'content') {
      collector.warnUnreasoned(path, (await this.#detect(object)).unreasonedLines);
    }
    collector.add(match, {
      path,
      site,
      exposure: isClientSide(path) ? 'client' : 'committed',
      object,
      refs,
      inHead,
      reachable: isReachable,
      ...(introduced ? { introduced } : {}),
      ...(removed ? { removed: { commit: removed.commit, date: removed.date } } : {}),
      ...(suppressed ? { suppressed } : {}),
    });
  }

  /** A comment that allows the key came later than the key: what the tips say now counts. */
  async #allowedAtTip({ heldBlobs, token, site }: Placement): Promise<Suppression | undefined> {
    if (site !== 'content' || heldBlobs.length === 0) return undefined;
    let allowed: Suppression | undefined;
    for (const blob of heldBlobs) {
      const matches = (await this.#detect(blob)).matches.filter((match) => tokenOf(match) === token);
      for (const match of matches) {
        if (match.allowed === undefined) return undefined;
        allowed = match.allowed;
      }
    }
    return allowed;
  }

  async #factsOf(commitId: string): Promise<CommitFacts> {
    const known = this.#facts.get(commitId);
    if (known) return known;
    const facts = commitFacts(commitId, (await this.#input.reader.readWhole(commitId)).bytes);
    this.#facts.set(commitId, facts);
    return facts;
  }

  #reportRefNames(): void {
    const { names, scope, detector, collector } = this.#input;
    if (scope.kind !== 'all') return;
    for (const { name, object } of names.refs) {
      for (const { match } of keysInPath(detector, name)) {
        const facts = { object, refs: [name], reachable: true };
        collector.add(match, { path: name, site: 'ref', exposure: 'committed', ...facts });
      }
    }
  }
}
