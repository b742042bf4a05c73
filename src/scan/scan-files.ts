/** Scans files on disk: lists them, searches them in all threads, looks closely at those that were hit. */
import { readlinkSync } from 'node:fs';
import { formatOf, START_BYTES } from '../containers/format.ts';
import { TtleaksError } from '../core/errors.ts';
import { fsPath, showPath } from '../core/path-text.ts';
import type { Detector } from '../detect/detector.ts';
import { IGNORE_FILE } from '../settings/path-filter.ts';
import { FileBytes } from '../sources/file-bytes.ts';
import { BATCH_FILES, type FileBatch, FilePool } from '../sources/file-pool.ts';
import { firstBytes } from '../sources/file-search.ts';
import { HitSearch } from '../sources/hit-search.ts';
import type { BatchOutcome } from '../sources/search-batch.ts';
import { type Folder, type Walked, walk } from '../sources/walk.ts';
import type { Collector } from './collector.ts';
import { allOf, type ContentDetection, ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import { Neighbours } from './evidence/neighbours.ts';
import { type Exposed, exposuresOf } from './exposure.ts';
import type { NeighbourFiles } from './led-back.ts';
import { LeftOut } from './left-out.ts';
import { holdsParts, type LookedAt, lookAtFile } from './look-at-file.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions, ScanTarget } from './options.ts';
import { targetFiles } from './target-files.ts';
import { type FileTarget, fileTargets } from './targets.ts';

type FileOptions = Pick<
  ScanOptions,
  'cwd' | 'excludes' | 'ignoreFiles' | 'jobs' | 'maxBytes' | 'nodeModules' | 'signal' | 'lineHashes'
>;

export async function scanFiles(
  { paths, isPackage = false }: Extract<ScanTarget, { mode: 'files' }>,
  detector: Detector,
  collector: Collector,
  options: FileOptions,
): Promise<void> {
  const targets = await fileTargets(paths, options.cwd, collector, options.signal);
  const seen = new Set<string>();
  const contents = new ContentSearch(detector, options.signal);
  for (const target of targets) {
    collector.headCommit ??= target.repository?.headCommit;
    const shipped = isPackage ? await shippedFiles(target, collector) : undefined;
    const scan = { target, detector, collector, options, contents, shipped };
    await new FileScan(scan, targets.length > 1 ? seen : undefined).run();
  }
}

/** Within the target. */
async function shippedFiles(
  { path, isFile, prefix }: FileTarget,
  collector: Collector,
): Promise<readonly string[]> {
  if (isFile) throw new TtleaksError('USAGE', '--package takes the folder of a package, not a file.');
  const { packageFiles } = await import('../sources/package-files.ts');
  const { paths, links } = await packageFiles(path);
  for (const link of links) {
    collector.skip(prefix + link, 'a bundled dependency that is a link: it is not followed', 'unread');
  }
  return paths;
}

/** Whatever git says of it: a folder that git ignores is what most packages ship. */
const SHIPPED = { kind: 'package' } as const;

interface FileScanInput {
  readonly target: FileTarget;
  readonly detector: Detector;
  readonly collector: Collector;
  readonly options: FileOptions;
  readonly contents: ContentSearch;
  /** These alone. */
  readonly shipped: readonly string[] | undefined;
}

class FileScan {
  readonly #target: FileTarget;
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #options: FileOptions;
  readonly #contents: ContentSearch;
  readonly #shipped: readonly string[] | undefined;
  readonly #leftOut: LeftOut;
  readonly #files: NeighbourFiles;
  /** Absolute paths of other targets' files, where targets may overlap. */
  readonly #seen: Set<string> | undefined;
  /** Of files that were hit. */
  #closer: HitSearch | undefined;
  /** Paths within the target. */
  readonly #hits: string[] = [];
  readonly #containers: string[] = [];
  readonly #exposed: Exposed[] = [];
  /** Folders within the target that are repositories of their own. */
  readonly #nested = new Set<string>();

  constructor(
    { target, detector, collector, options, contents, shipped }: FileScanInput,
    seen: Set<string> | undefined,
  ) {
    this.#target = target;
    this.#detector = detector;
    this.#collector = collector;
    this.#options = options;
    this.#contents = contents;
    this.#shipped = shipped;
    this.#seen = seen;
    this.#files = targetFiles(target);
    this.#leftOut = new LeftOut(target.repository?.workTree ?? this.#root, options, collector);
  }

  get #root(): string {
    const { path, isFile, prefix } = this.#target;
    return isFile ? path.slice(0, -prefix.length - 1) : path;
  }

  /** What paths in reports are relative to, with its slash. */
  get #base(): string {
    const { path, isFile, prefix } = this.#target;
    return isFile ? path.slice(0, -prefix.length) : `${path}/`.slice(0, -prefix.length || undefined);
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
      for (const path of this.#containers.sort()) {
        await this.#lookInside(path);
        signal?.throwIfAborted();
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      this.#collector.isInterrupted = true;
    }
    for (const path of this.#hits.sort()) await this.#lookAt(path);
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
    for (const { files, others } of this.#shipped ? [this.#filesLeft(this.#shipped)] : this.#folders()) {
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

  #filesLeft(paths: readonly string[]): Folder {
    const files = paths.filter((path) => {
      this.#leftOut.loadAbove(this.#shown(path));
      return !this.#leftOut.isExcluded(this.#shown(path), false);
    });
    this.#collector.excluded += paths.length - files.length;
    return { files, others: [] };
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
      if (outcome.kind === 'hit') this.#suspect(path, outcome.at);
      else if (outcome.kind === 'container') this.#containers.push(path);
      else if (outcome.kind === 'unread') collector.skip(this.#shown(path), outcome.reason, 'unread');
      else if (outcome.kind === 'too-large') collector.skip(this.#shown(path), outcome.reason, 'by-request');
    }
    collector.progress();
  }

  /** Tells whether the hits in a file are chance. */
  #suspect(path: string, at: number): void {
    const detector = this.#detector;
    this.#closer ??= new HitSearch(detector.prefilter, () => detector.newTrial());
    try {
      const { suspect, bytes, endsAsZip } = this.#closer.search(this.#absolute(path), at);
      if (endsAsZip) this.#containers.push(path);
      else if (suspect === 'key' || (suspect === 'parts' && holdsParts(this.#absolute(path))))
        this.#hits.push(path);
      else this.#collector.bytes += bytes;
    } catch (error) {
      this.#collector.unread(this.#shown(path), error);
    }
  }

  #within(absolute: string): string {
    return this.#target.isFile ? '' : absolute.slice(this.#target.path.length + 1);
  }

  #shown(path: string): string {
    return this.#target.prefix + path;
  }

  #absolute(path: string): string {
    return this.#target.isFile ? this.#target.path : `${this.#target.path}/${path}`;
  }

  async #lookInside(path: string): Promise<void> {
    let detection: ContentDetection;
    try {
      const file = new FileBytes(this.#absolute(path));
      try {
        const format = formatOf(file.read(0, START_BYTES), this.#shown(path)) ?? 'zip';
        detection = await this.#contents.inside(format, file);
      } finally {
        file.close();
      }
    } catch (error) {
      this.#collector.unread(this.#shown(path), error);
      return;
    }
    this.#collector.bytes += detection.bytes;
    this.#collector.progress();
    this.#collector.unreadWithin(this.#shown(path), detection);
    for (const match of allOf(detection)) this.#exposed.push({ path, site: 'content', match });
  }

  async #lookAt(path: string): Promise<void> {
    const shown = this.#shown(path);
    let looked: LookedAt;
    try {
      looked = await lookAtFile(this.#absolute(path), shown, {
        detector: this.#detector,
        lineHashes: this.#options.lineHashes,
        files: this.#files,
        folding: this.#contents.folding,
      });
    } catch (error) {
      this.#collector.unread(shown, error);
      return;
    }
    const { detection, found, hashes, warnings } = looked;
    this.#collector.bytes += detection.bytes;
    if (detection.isLfsPointer) {
      this.#collector.skip(shown, 'a Git LFS pointer: its content is not here (git lfs pull)', 'pointer');
    }
    this.#collector.warnUnreasoned(shown, detection.unreasonedLines);
    for (const reason of detection.unread) this.#collector.skip(shown, reason, 'unread');
    for (const words of warnings) this.#collector.warn(`${showPath(shown)}: ${words}`);
    for (const match of found) {
      const lineHash = hashes?.get(match.region.startLine);
      this.#exposed.push({ path, site: 'content', match, ...(lineHash === undefined ? {} : { lineHash }) });
    }
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
    const exposures = await exposuresOf(this.#exposed, places, this.#contents, this.#collector);
    const judge = new Judge(this.#detector.rules);
    const reason = this.#shipped && SHIPPED;
    const neighbours = new Neighbours(async (path, maxBytes) => firstBytes(this.#base + path, maxBytes));
    for (const [index, { path, site, match, lineHash }] of this.#exposed.entries()) {
      const judged = await judge.judge(match, this.#shown(path), { neighbours, reason });
      if (judged === undefined) continue;
      this.#collector.add(judged, {
        path: this.#shown(path),
        site,
        exposure: exposures[index] ?? 'committed',
        ...(reason === undefined ? {} : { exposureReason: reason }),
        ...(lineHash === undefined ? {} : { lineHash }),
      });
    }
  }
}
