/** A closer look at the files of a target that were hit, at names and links, and what the report says of them. */
import { readlinkSync } from 'node:fs';
import { formatOf, START_BYTES } from '../containers/format.ts';
import { fsPath, showPath } from '../core/path-text.ts';
import type { Detector } from '../detect/detector.ts';
import { FileBytes } from '../sources/file-bytes.ts';
import { firstBytes } from '../sources/file-search.ts';
import type { Collector } from './collector.ts';
import { allOf, type ContentDetection, type ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import { Neighbours } from './evidence/neighbours.ts';
import { type Exposed, exposuresOf } from './exposure.ts';
import type { NeighbourFiles } from './led-back.ts';
import { type LookedAt, lookAtFile } from './look-at-file.ts';
import { keysInPath } from './names.ts';
import { targetFiles } from './target-files.ts';
import { absoluteIn, type FileTarget, shownIn } from './targets.ts';

/** Whatever git says of it: a folder that git ignores is what most packages ship. */
const SHIPPED = { kind: 'package' } as const;

export interface CloserLookInput {
  readonly target: FileTarget;
  readonly detector: Detector;
  readonly collector: Collector;
  readonly contents: ContentSearch;
  readonly hasLineHashes: boolean;
  /** Whether only what a package ships is looked at. */
  readonly isPackage: boolean;
}

/** All paths are within the target. */
export class CloserLook {
  readonly #target: FileTarget;
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #contents: ContentSearch;
  readonly #hasLineHashes: boolean;
  readonly #isPackage: boolean;
  readonly #files: NeighbourFiles;
  readonly #exposed: Exposed[] = [];

  constructor({ target, detector, collector, contents, hasLineHashes, isPackage }: CloserLookInput) {
    this.#target = target;
    this.#detector = detector;
    this.#collector = collector;
    this.#contents = contents;
    this.#hasLineHashes = hasLineHashes;
    this.#isPackage = isPackage;
    this.#files = targetFiles(target);
  }

  /** Of a container, at its members. */
  async atContainer(path: string): Promise<void> {
    let detection: ContentDetection;
    try {
      const file = new FileBytes(absoluteIn(this.#target, path));
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

  async atFile(path: string): Promise<void> {
    const shown = this.#shown(path);
    let looked: LookedAt;
    try {
      looked = await lookAtFile(absoluteIn(this.#target, path), shown, {
        detector: this.#detector,
        lineHashes: this.#hasLineHashes,
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

  atName(path: string): void {
    const shown = this.#shown(path);
    for (const { match } of keysInPath(this.#detector, shown, shown.lastIndexOf('/') + 1)) {
      this.#exposed.push({ path, site: 'name', match });
    }
  }

  /** What a link leads to is text that git keeps. The link itself is not followed. */
  atLink(path: string, text: string): void {
    if (!this.#detector.anchors.some((anchor) => text.includes(anchor))) return;
    const bytes = readlinkSync(fsPath(`${this.#target.path}/${path}`), { encoding: 'buffer' });
    for (const match of this.#detector.detect(bytes).matches) {
      this.#exposed.push({ path, site: 'content', match });
    }
  }

  /** What was found by then. `nested`: folders within the target that are repositories of their own. */
  async report(nested: ReadonlySet<string>, signal: AbortSignal | undefined): Promise<void> {
    const places = { target: this.#target, nested, signal };
    const exposures = await exposuresOf(this.#exposed, places, this.#contents, this.#collector);
    const judge = new Judge(this.#detector.rules);
    const reason = this.#isPackage ? SHIPPED : undefined;
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

  #shown(path: string): string {
    return shownIn(this.#target, path);
  }

  /** What paths in reports are relative to, with its slash. */
  get #base(): string {
    const { path, isFile, prefix } = this.#target;
    return isFile ? path.slice(0, -prefix.length) : `${path}/`.slice(0, -prefix.length || undefined);
  }
}
