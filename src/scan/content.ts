/**
 * Finds the keys in one content, whatever it is: plain bytes, or a container and all that stands in it. What reads
 * containers is loaded with the first of them; they share one budget.
 */
import { Budget } from '../containers/budget.ts';
import { endsAsZip, type Format, formatOf, mayPrecedeZip, START_BYTES } from '../containers/format.ts';
import type { RandomBytes, Windows } from '../containers/member.ts';
import { WindowReader } from '../containers/window-reader.ts';
import type { Detector } from '../detect/detector.ts';
import type { Detection, Match, PublishedMatch } from '../detect/match.ts';
import { Folding } from './folding.ts';
import { KeptBytes } from './kept-bytes.ts';
import { ledBack, type NeighbourFiles } from './led-back.ts';

/** Members as in `Within`; none where it is about the content itself. */
export interface UnreadMember {
  readonly members: readonly string[];
  readonly reason: string;
}

export interface ContentDetection extends Omit<Detection, 'unread'> {
  readonly unread: readonly UnreadMember[];
  /** `unreasonedLines` of members. */
  readonly unreasonedWithin: readonly {
    readonly members: readonly string[];
    readonly lines: readonly number[];
  }[];
  /** Of source maps, in words that follow the path. */
  readonly mapWarnings: readonly { readonly members: readonly string[]; readonly words: string }[];
}

/** Of a program that may have an archive behind it. */
const MAX_PROGRAM_BYTES = 64 * 1024 * 1024;

export class ContentSearch {
  readonly #detector: Detector;
  readonly #signal: AbortSignal | undefined;
  readonly #budget = new Budget();
  readonly folding: Folding;

  constructor(detector: Detector, signal: AbortSignal | undefined) {
    this.#detector = detector;
    this.#signal = signal;
    this.folding = new Folding(detector, signal);
  }

  /**
   * `path`, as far as it is known, tells what has no magic bytes, and where the sources of a bundle are; `files` are
   * those that stand beside it.
   */
  async detect(windows: Windows, path?: string, files?: NeighbourFiles): Promise<ContentDetection> {
    const reader = new WindowReader(windows);
    try {
      const start = await reader.peek(START_BYTES);
      const format = formatOf(start, path);
      if (format !== undefined) return await this.inside(format, reader.rest());
      if (mayPrecedeZip(start)) {
        const whole = await reader.peek(MAX_PROGRAM_BYTES);
        if (whole.length < MAX_PROGRAM_BYTES && endsAsZip(whole))
          return await this.inside('zip', reader.rest());
      }
      return await this.#plain(reader.rest(), path, files);
    } finally {
      await reader.close();
    }
  }

  async #plain(windows: Windows, path: string | undefined, files: NeighbourFiles | undefined) {
    const pass = this.#detector.begin();
    const kept = new KeptBytes();
    for await (const window of windows) {
      pass.push(window);
      kept.push(window);
    }
    const detection = await this.folding.settled(pass.end());
    const led = await ledBack({
      matches: detection.matches,
      path: path ?? '',
      bytes: detection.matches.length > 0 ? kept.bytes : undefined,
      folding: this.folding,
      files,
    });
    return {
      ...detection,
      matches: path === undefined ? led.matches.map(withoutOriginal) : led.matches,
      unread: detection.unread.map((reason) => ({ members: [], reason })),
      unreasonedWithin: [],
      mapWarnings: led.warnings.map((words) => ({ members: [], words })),
    };
  }

  /** Where the signal fires, what was found by then. */
  async inside(format: Format, source: Windows | RandomBytes): Promise<ContentDetection> {
    const { ContainerSearch } = await import('./container-search.ts');
    const search = new ContainerSearch(this.#detector, this.#budget.forFile(), this.folding, this.#signal);
    return await search.run(format, source);
  }
}

/** Keys, and settings that publish one. */
export function allOf({
  matches,
  published,
}: Pick<Detection, 'matches' | 'published'>): (Match | PublishedMatch)[] {
  return [...matches, ...published];
}

/** Where a source is depends on where its map is. */
function withoutOriginal({ original: _, ...match }: Match): Match {
  return match;
}
