/** What blobs of history hold, each read once however often it is asked for. */
import type { Detector } from '../detect/detector.ts';
import type { Match, PublishedMatch } from '../detect/match.ts';
import type { Placement } from '../git/attribution.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import { allOf, type ContentDetection, ContentSearch } from './content.ts';
import { tokenOf } from './token.ts';

/** Stands for no key: for what is unread in a container. */
export const UNREAD = '\0unread';

export class HeldBlobs {
  readonly #reader: ObjectReader;
  readonly #signal: AbortSignal | undefined;
  readonly #contents: ContentSearch;
  readonly #detections = new Map<string, ContentDetection>();

  constructor(detector: Detector, reader: ObjectReader, signal: AbortSignal | undefined) {
    this.#reader = reader;
    this.#signal = signal;
    this.#contents = new ContentSearch(detector, signal);
  }

  /** What could not be read in a container has a place in history as a key has. */
  async tokensOf(id: string): Promise<ReadonlySet<string>> {
    const detection = await this.detect(id);
    const { unread } = detection;
    return new Set([...allOf(detection).map(tokenOf), ...(unread.length > 0 ? [UNREAD] : [])]);
  }

  /** A version that a partial clone does not have excuses nothing. */
  async olderTokensOf(id: string): Promise<ReadonlySet<string>> {
    try {
      return await this.tokensOf(id);
    } catch {
      this.#signal?.throwIfAborted();
      return new Set();
    }
  }

  async detect(id: string): Promise<ContentDetection> {
    const known = this.#detections.get(id);
    if (known) return known;
    const detection = await this.#contents.detect(this.#reader.read(id));
    this.#detections.set(id, detection);
    return detection;
  }

  /** The first one; in a container, the first of each member. */
  async matchesOf({ object, token }: Placement): Promise<Iterable<Match | PublishedMatch>> {
    const firsts = new Map<string, Match | PublishedMatch>();
    for (const match of allOf(await this.detect(object))) {
      const member = match.within?.members.join('\0') ?? '';
      if (tokenOf(match) === token && !firsts.has(member)) firsts.set(member, match);
    }
    return firsts.values();
  }
}
