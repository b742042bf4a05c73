/** Scans files on disk: lists them, searches them in all threads, looks closely at those that were hit. */
import { TtleaksError } from '../core/errors.ts';
import type { Detector } from '../detect/detector.ts';
import { IGNORE_FILE } from '../settings/path-filter.ts';
import { BATCH_FILES, type FileBatch, FilePool } from '../sources/file-pool.ts';
import { HitSearch } from '../sources/hit-search.ts';
import type { BatchOutcome } from '../sources/search-batch.ts';
import { type Folder, type Walked, walk } from '../sources/walk.ts';
import { CloserLook } from './closer-look.ts';
import type { Collector } from './collector.ts';
import { ContentSearch } from './content.ts';
import { LeftOut } from './left-out.ts';
import type { ScanOptions, ScanTarget } from './options.ts';
import { absoluteIn, type FileTarget, fileTargets, shownIn } from './targets.ts';

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
  readonly #shipped: readonly string[] | undefined;
  readonly #leftOut: LeftOut;
  readonly #look: CloserLook;
  /** Absolute paths of other targets' files, where targets may overlap. */
  readonly #seen: Set<string> | undefined;
  /** Of files that were hit. */
  #hitSearch: HitSearch | undefined;
  /** Paths within the target. */
  readonly #hits: string[] = [];
  readonly #containers: string[] = [];
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
    this.#shipped = shipped;
    this.#seen = seen;
    this.#look = new CloserLook({
      target,
      detector,
      collector,
      contents,
      hasLineHashes: options.lineHashes,
      isPackage: shipped !== undefined,
    });
    this.#leftOut = new LeftOut(target.repository?.workTree ?? this.#root, options, collector);
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
      for (const path of this.#containers.sort()) {
        await this.#look.atContainer(path);
        signal?.throwIfAborted();
      }
    } catch (error) {
      if (!signal?.aborted) throw error;
      this.#collector.isInterrupted = true;
    }
    for (const path of this.#hits.sort()) await this.#look.atFile(path);
    await this.#look.report(this.#nested, signal?.aborted ? undefined : signal);
  }

  *#batches(): Generator<FileBatch, void> {
    const { path, isFile } = this.#target;
    this.#leftOut.loadAbove(this.#target.prefix);
    if (isFile) {
      if (!this.#isNew(path)) return;
      this.#look.atName('');
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
        this.#look.atName(file);
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
    else if (this.#isNew(`${this.#target.path}/${path}`)) this.#look.atName(path);
    else return;
    if (kind === 'link') this.#look.atLink(path, found.text);
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
    this.#hitSearch ??= new HitSearch(detector.prefilter, () => detector.newTrial());
    try {
      const { mayHoldKey, bytes, endsAsZip } = this.#hitSearch.search(absoluteIn(this.#target, path), at);
      if (endsAsZip) this.#containers.push(path);
      else if (mayHoldKey) this.#hits.push(path);
      else this.#collector.bytes += bytes;
    } catch (error) {
      this.#collector.unread(this.#shown(path), error);
    }
  }

  #within(absolute: string): string {
    return this.#target.isFile ? '' : absolute.slice(this.#target.path.length + 1);
  }

  #shown(path: string): string {
    return shownIn(this.#target, path);
  }
}
