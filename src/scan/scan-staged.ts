/** Scans what the next commit would add, by blob id: never the work tree, never the text of a diff. */
import { isContainerByName } from '../containers/format.ts';
import type { Detector } from '../detect/detector.ts';
import type { StagedChange, StagedEntry } from '../git/index-state.ts';
import { ObjectReader } from '../git/object-reader.ts';
import type { Collector } from './collector.ts';
import { allOf, type ContentDetection, ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import { Neighbours } from './evidence/neighbours.ts';
import { indexFiles } from './index-files.ts';
import type { NeighbourFiles } from './led-back.ts';
import { LeftOut } from './left-out.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions, ScanTarget } from './options.ts';
import { searchStaged } from './staged-search.ts';
import { targetRepository } from './target-repository.ts';
import { tokenOf } from './token.ts';

export async function scanStaged(
  target: Extract<ScanTarget, { mode: 'staged' }>,
  detector: Detector,
  collector: Collector,
  options: Pick<ScanOptions, 'excludes' | 'ignoreFiles' | 'signal' | 'cwd'>,
): Promise<void> {
  const { signal } = options;
  const repository = await targetRepository(target, options);
  collector.headCommit = repository.headCommit;
  const search = target.search ?? (await searchStaged(repository, detector.rules, signal));
  const { change, hits } = search;
  const leftOut = new LeftOut(repository.workTree, options, collector);
  for (const path of change.submodules) collector.skip(path, 'a submodule: scan it on its own', 'pointer');
  collector.objects = search.objects;
  collector.bytes = search.bytes;
  const reasons = new Map(search.unread.map(({ id, reason }) => [id, reason]));
  const reader = new ObjectReader(repository, signal);
  try {
    const contents = new ContentSearch(detector, signal);
    const files = indexFiles(repository, signal);
    const staged = new StagedScan({ detector, collector, leftOut, reader, change, contents, files });
    for (const entry of change.entries) {
      signal?.throwIfAborted();
      await staged.reportName(entry);
      const reason = reasons.get(entry.object);
      if (reason !== undefined) collector.skip(entry.path, reason, 'unread');
      else await staged.scan(entry, hits.has(entry.object) || isContainerByName(entry.path));
    }
    collector.progress();
  } finally {
    reader.close();
  }
}

interface StagedInput {
  readonly detector: Detector;
  readonly collector: Collector;
  readonly leftOut: LeftOut;
  readonly reader: ObjectReader;
  readonly change: StagedChange;
  readonly contents: ContentSearch;
  readonly files: NeighbourFiles;
}

class StagedScan {
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #leftOut: LeftOut;
  readonly #reader: ObjectReader;
  readonly #change: StagedChange;
  readonly #contents: ContentSearch;
  readonly #judge: Judge;
  readonly #neighbours: Neighbours;
  readonly #files: NeighbourFiles;
  readonly #detections = new Map<string, ContentDetection>();

  constructor({ detector, collector, leftOut, reader, change, contents, files }: StagedInput) {
    this.#detector = detector;
    this.#collector = collector;
    this.#leftOut = leftOut;
    this.#reader = reader;
    this.#change = change;
    this.#contents = contents;
    this.#judge = new Judge(detector.rules);
    this.#neighbours = new Neighbours((path, maxBytes) => reader.readPath('', path, maxBytes));
    this.#files = files;
  }

  /** What was not hit is known to hold no key. */
  async scan(entry: StagedEntry, isHit: boolean): Promise<void> {
    const { path, object } = entry;
    const collector = this.#collector;
    collector.files++;
    if (!isHit) return;
    let detection: ContentDetection;
    try {
      detection = await this.#detect(object, path);
    } catch (error) {
      collector.unread(path, error);
      return;
    }
    if (detection.isLfsPointer) {
      collector.skip(path, 'a Git LFS pointer: its content is kept elsewhere', 'pointer');
    }
    const found = allOf(detection);
    if (found.length === 0 && detection.unread.length === 0) return;
    const suppressed = this.#leftOut.suppression(path);
    if (suppressed === undefined) collector.unreadWithin(path, detection);
    collector.warnUnreasoned(path, detection.unreasonedLines);
    for (const match of found) {
      const judged = await this.#judge.judge(match, path, { neighbours: this.#neighbours });
      if (judged === undefined) continue;
      const isKnown = await this.#isKnown(entry, tokenOf(match));
      collector.add(judged, {
        path,
        site: 'content',
        exposure: 'committed',
        object,
        ...(isKnown ? { level: 'note' } : {}),
        ...(suppressed ? { suppressed } : {}),
      });
    }
  }

  async reportName({ path, object, headObject }: StagedEntry): Promise<void> {
    if (headObject !== undefined) return;
    for (const { path: named, match } of keysInPath(this.#detector, path)) {
      const judged = await this.#judge.judge(match, named);
      if (judged !== undefined)
        this.#collector.add(judged, { path: named, site: 'name', exposure: 'committed', object });
    }
  }

  async #detect(object: string, path: string): Promise<ContentDetection> {
    const known = this.#detections.get(object);
    if (known) return known;
    const detection = await this.#contents.detect(this.#reader.read(object), path, this.#files);
    this.#detections.set(object, detection);
    return detection;
  }

  /** HEAD holds the key at this path already, or the commit moves it here from another. */
  async #isKnown({ path, headObject }: StagedEntry, token: string): Promise<boolean> {
    if (headObject !== undefined && (await this.#holds(headObject, path, token))) return true;
    const staying = new Map(this.#change.entries.map((entry) => [entry.path, entry.object]));
    for (const old of this.#change.replaced) {
      if (old.path === path || !(await this.#holds(old.object, old.path, token))) continue;
      const object = staying.get(old.path);
      if (object === undefined || !(await this.#holds(object, old.path, token))) return true;
    }
    return false;
  }

  async #holds(object: string, path: string, token: string): Promise<boolean> {
    try {
      return allOf(await this.#detect(object, path)).some((match) => tokenOf(match) === token);
    } catch {
      // Not readable: nothing is known of it, so it excuses nothing.
      return false;
    }
  }
}
