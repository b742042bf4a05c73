/** Scans what the next commit would add, by blob id: never the work tree, never the text of a diff. */
import type { Detector } from '../detect/detector.ts';
import type { Detection } from '../detect/match.ts';
import { type StagedChange, type StagedEntry, stagedChange } from '../git/index-state.ts';
import { ObjectReader } from '../git/object-reader.ts';
import { searchByOneGit } from '../git/search-lane.ts';
import type { Collector } from './collector.ts';
import { LeftOut } from './left-out.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions, ScanTarget } from './options.ts';
import { targetRepository } from './target-repository.ts';
import { tokenOf } from './token.ts';

export async function scanStaged(
  target: Extract<ScanTarget, { mode: 'staged' }>,
  detector: Detector,
  collector: Collector,
  options: Pick<ScanOptions, 'excludes' | 'signal' | 'cwd'>,
): Promise<void> {
  const { excludes, signal } = options;
  const repository = await targetRepository(target, options);
  collector.headCommit = repository.headCommit;
  const change = await stagedChange(repository, signal);
  const leftOut = new LeftOut(repository.workTree, excludes, collector);
  for (const path of change.submodules) collector.skip(path, 'a submodule: scan it on its own', 'pointer');
  const ids = new Set(change.entries.map(({ object }) => object));
  const { batch, unread } = await searchByOneGit([...ids], {
    repository,
    search: detector.prefilter,
    signal,
  });
  collector.objects = batch.objects;
  collector.bytes = batch.bytes;
  const hits = new Set(batch.hits.map(({ id }) => id));
  const reasons = new Map(unread.map(({ id, reason }) => [id, reason]));
  const reader = new ObjectReader(repository, signal);
  try {
    const staged = new StagedScan(detector, collector, leftOut, reader, change);
    for (const entry of change.entries) {
      signal?.throwIfAborted();
      staged.reportName(entry);
      const reason = reasons.get(entry.object);
      if (reason !== undefined) collector.skip(entry.path, reason, 'unread');
      else await staged.scan(entry, hits.has(entry.object));
    }
    collector.progress();
  } finally {
    reader.close();
  }
}

class StagedScan {
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #leftOut: LeftOut;
  readonly #reader: ObjectReader;
  readonly #change: StagedChange;
  readonly #detections = new Map<string, Detection>();

  constructor(
    detector: Detector,
    collector: Collector,
    leftOut: LeftOut,
    reader: ObjectReader,
    change: StagedChange,
  ) {
    this.#detector = detector;
    this.#collector = collector;
    this.#leftOut = leftOut;
    this.#reader = reader;
    this.#change = change;
  }

  /** What was not hit is known to hold no key. */
  async scan(entry: StagedEntry, isHit: boolean): Promise<void> {
    const { path, object } = entry;
    const collector = this.#collector;
    collector.files++;
    if (!isHit) return;
    let detection: Detection;
    try {
      detection = await this.#detect(object);
    } catch (error) {
      collector.unread(path, error);
      return;
    }
    if (detection.isLfsPointer) {
      collector.skip(path, 'a Git LFS pointer: its content is kept elsewhere', 'pointer');
    }
    collector.unreadParts(path, detection.unread);
    if (detection.matches.length === 0) return;
    collector.warnUnreasoned(path, detection.unreasonedLines);
    const suppressed = this.#leftOut.suppression(path);
    for (const match of detection.matches) {
      const isKnown = await this.#isKnown(entry, tokenOf(match));
      collector.add(match, {
        path,
        site: 'content',
        exposure: 'committed',
        object,
        ...(isKnown ? { level: 'note' } : {}),
        ...(suppressed ? { suppressed } : {}),
      });
    }
  }

  reportName({ path, object, headObject }: StagedEntry): void {
    if (headObject !== undefined) return;
    for (const { path: named, match } of keysInPath(this.#detector, path)) {
      this.#collector.add(match, { path: named, site: 'name', exposure: 'committed', object });
    }
  }

  async #detect(object: string): Promise<Detection> {
    const known = this.#detections.get(object);
    if (known) return known;
    const pass = this.#detector.begin();
    for await (const piece of this.#reader.read(object)) pass.push(piece);
    const detection = pass.end();
    this.#detections.set(object, detection);
    return detection;
  }

  /** HEAD holds the key at this path already, or the commit moves it here from another. */
  async #isKnown({ path, headObject }: StagedEntry, token: string): Promise<boolean> {
    if (headObject !== undefined && (await this.#holds(headObject, token))) return true;
    const staying = new Map(this.#change.entries.map((entry) => [entry.path, entry.object]));
    for (const old of this.#change.replaced) {
      if (old.path === path || !(await this.#holds(old.object, token))) continue;
      const object = staying.get(old.path);
      if (object === undefined || !(await this.#holds(object, token))) return true;
    }
    return false;
  }

  async #holds(object: string, token: string): Promise<boolean> {
    try {
      return (await this.#detect(object)).matches.some((match) => tokenOf(match) === token);
    } catch {
      // Not readable: nothing is known of it, so it excuses nothing.
      return false;
    }
  }
}
