/** Scans files on disk: lists them, searches them in all threads, looks closely at those that were hit. */
import { readlinkSync } from 'node:fs';
import { fsPath } from '../core/path-text.ts';
import type { DetectionPass } from '../detect/detection-pass.ts';
import type { Detector } from '../detect/detector.ts';
import type { Detection } from '../detect/match.ts';
import { IGNORE_FILE } from '../settings/path-filter.ts';
import { BATCH_FILES, type FileBatch, FilePool } from '../sources/file-pool.ts';
import { readWindows } from '../sources/file-search.ts';
import type { BatchOutcome } from '../sources/search-batch.ts';
import { type Folder, type Walked, walk } from '../sources/walk.ts';
import type { Collector } from './collector.ts';
import { type Exposed, exposuresOf } from './exposure.ts';
import { LeftOut } from './left-out.ts';
import { lineHashes } from './line-hashes.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions } from './options.ts';
import { type FileTarget, fileTargets } from './targets.ts';

type FileOptions = Pick<
  ScanOptions,
  'cwd' | 'excludes' | 'jobs' | 'maxBytes' | 'nodeModules' | 'signal' | 'lineHashes'
>;

export async function scanFiles(
  paths: readonly string[],
  detector: Detector,
  collector: Collector,
  options: FileOptions,
): Promise<void> {
  const targets = await fileTargets(paths, options.cwd, collector, options.signal);
  const seen = new Set<string>();
  for (const target of targets) {
    collector.headCommit ??= target.repository?.headCommit;
    await new FileScan(target, detector, collector, options, targets.length > 1 ? seen : undefined).run();
  }
}

class FileScan {
  readonly #target: FileTarget;
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #options: FileOptions;
  readonly #leftOut: LeftOut;
  /** Absolute paths of other targets' files, where targets may overlap. */
  readonly #seen: Set<string> | undefined;
  /** Paths within the target. */
  readonly #hits: string[] = [];
  readonly #exposed: Exposed[] = [];
  /** Folders within the target that are repositories of their own. */
  readonly #nested = new Set<string>();

  constructor(
    target: FileTarget,
    detector: Detector,
    collector: Collector,
    options: FileOptions,
    seen: Set<string> | undefined,
  ) {
    this.#target = target;
    this.#detector = detector;
    this.#collector = collector;
    this.#options = options;
    this.#seen = seen;
    this.#leftOut = new LeftOut(target.repository?.workTree ?? this.#root, options.excludes, collector);
  }

  get #root(): string {
    const { path, isFile, prefix } = this.#target;
    return isFile ? path.slice(0, -prefix.length - 1) : path;
  }

  async run(): Promise<void> {
    const { jobs, maxBytes, signal } = this.#options;
    const pool = new FilePool(this.#detector.prefilter, {
      jobs,
      maxBytes,
      signal,
      onBatch: (batch, outcome) => this.#take(batch, outcome),
    });
    try {
      await pool.run(this.#batches());
    } catch (error) {
      if (!signal?.aborted) throw error;
      this.#collector.isInterrupted = true;
    }
    for (const path of this.#hits.sort()) this.#lookAt(path);
    await this.#report();
  }

  *#batches(): Generator<FileBatch, void> {
    const { path, isFile } = this.#target;
    this.#leftOut.loadAbove(this.#target.prefix);
    if (isFile) {
      if (!this.#isNew(path)) return;
      this.#lookAtName('');
      yield [path];
      return;
    }
    let batch: string[] = [];
    let total = this.#collector.files;
    for (const { files, others } of this.#folders()) {
      for (const other of others) this.#takeOther(other);
      for (const file of files) {
        const absolute = `${path}/${file}`;
        if (!this.#isNew(absolute)) continue;
        this.#lookAtName(file);
        total++;
        if (batch.push(absolute) < BATCH_FILES) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
    this.#collector.total = total;
  }

  #folders(): Iterable<Folder> {
    const { path: root, prefix } = this.#target;
    return walk(root, {
      nodeModules: this.#options.nodeModules,
      isExcluded: (path, isDirectory) => this.#leftOut.isExcluded(prefix + path, isDirectory),
      onDirectory: (path, entries) => {
        for (const { name } of entries) {
          if (name === '.git' && path !== '') this.#nested.add(path);
          else if (name === IGNORE_FILE) this.#leftOut.load((prefix + path).replace(/\/$/, ''));
        }
      },
    });
  }

  #takeOther(found: Walked): void {
    const { kind, path } = found;
    const collector = this.#collector;
    if (kind === 'excluded') collector.excluded++;
    else if (kind === 'unread') collector.skip(this.#shown(path), found.reason, 'unread');
    else if (this.#isNew(`${this.#target.path}/${path}`)) this.#lookAtName(path);
    else return;
    if (kind === 'link') this.#lookAtLink(path, found.text);
    else if (kind === 'special') {
      const reason = 'a pipe, a socket or a device: it has no content of its own';
      collector.skip(this.#shown(path), reason, 'pointer');
    }
  }

  #isNew(absolute: string): boolean {
    if (this.#seen === undefined) return true;
    if (this.#seen.has(absolute)) return false;
    this.#seen.add(absolute);
    return true;
  }

  #take(batch: FileBatch, { files, bytes, notable }: BatchOutcome): void {
    const collector = this.#collector;
    collector.files += files;
    collector.bytes += bytes;
    for (const { index, outcome } of notable) {
      const path = this.#within(batch[index] ?? '');
      if (outcome.kind === 'hit') this.#hits.push(path);
      else if (outcome.kind === 'unread') collector.skip(this.#shown(path), outcome.reason, 'unread');
      else if (outcome.kind === 'too-large') collector.skip(this.#shown(path), outcome.reason, 'by-request');
    }
    collector.progress();
  }

  #within(absolute: string): string {
    return this.#target.isFile ? '' : absolute.slice(this.#target.path.length + 1);
  }

  #shown(path: string): string {
    return this.#target.prefix + path;
  }

  #lookAt(path: string): void {
    const absolute = this.#target.isFile ? this.#target.path : `${this.#target.path}/${path}`;
    let detection: Detection;
    let hashes: ReadonlyMap<number, string> | undefined;
    try {
      detection =
        this.#detect(absolute, this.#detector.beginTrial()) ??
        this.#detect(absolute, this.#detector.begin())!;
      this.#collector.bytes += detection.bytes;
      if (this.#options.lineHashes && detection.matches.length > 0) {
        hashes = lineHashes(readWindows(absolute), detection.matches);
      }
    } catch (error) {
      this.#collector.unread(this.#shown(path), error);
      return;
    }
    if (detection.isLfsPointer) {
      this.#collector.skip(
        this.#shown(path),
        'a Git LFS pointer: its content is not here (git lfs pull)',
        'pointer',
      );
    }
    this.#collector.warnUnreasoned(this.#shown(path), detection.unreasonedLines);
    this.#collector.unreadParts(this.#shown(path), detection.unread);
    for (const match of detection.matches) {
      const lineHash = hashes?.get(match.region.startLine);
      this.#exposed.push({ path, site: 'content', match, ...(lineHash === undefined ? {} : { lineHash }) });
    }
  }

  /** Undefined where a trial found a key. */
  #detect(absolute: string, pass: DetectionPass): Detection | undefined {
    for (const window of readWindows(absolute)) {
      pass.push(window);
      if (pass.isDone) return undefined;
    }
    const detection = pass.end();
    return pass.isDone ? undefined : detection;
  }

  #lookAtName(path: string): void {
    const shown = this.#shown(path);
    for (const { match } of keysInPath(this.#detector, shown, shown.lastIndexOf('/') + 1)) {
      this.#exposed.push({ path, site: 'name', match });
    }
  }

  /** What a link leads to is text that git keeps. The link itself is not followed. */
  #lookAtLink(path: string, text: string): void {
    if (!this.#detector.anchors.some((anchor) => text.includes(anchor))) return;
    const bytes = readlinkSync(fsPath(`${this.#target.path}/${path}`), { encoding: 'buffer' });
    for (const match of this.#detector.detect(bytes).matches) {
      this.#exposed.push({ path, site: 'content', match });
    }
  }

  async #report(): Promise<void> {
    const { signal } = this.#options;
    const signalLeft = signal?.aborted ? undefined : signal;
    const places = { target: this.#target, nested: this.#nested, signal: signalLeft };
    const exposures = await exposuresOf(this.#exposed, places, this.#detector, this.#collector);
    for (const [index, { path, site, match, lineHash }] of this.#exposed.entries()) {
      this.#collector.add(match, {
        path: this.#shown(path),
        site,
        exposure: exposures[index] ?? 'committed',
        ...(lineHash === undefined ? {} : { lineHash }),
      });
    }
  }
}
