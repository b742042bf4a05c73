/** Looks for keys in one member of a container, or in a container's own bytes, and passes over what is hit by chance alone. */
import { endsAsZip, formatOf, mayPrecedeZip, START_BYTES } from '../containers/format.ts';
import type { DetectionPass } from '../detect/detection-pass.ts';
import type { Detector } from '../detect/detector.ts';
import type { Detection } from '../detect/match.ts';

/** Of a member without a hit so far; then its lines are counted as it comes. */
const MAX_HELD_BYTES = 8 * 1024 * 1024;

/**
 * Whether a member that is at hand is no container, and holds nothing. Nearly all are such, and there are many: to go
 * through windows takes longer than to search them.
 */
export function isClean(detector: Detector, whole: Buffer, path: string | undefined): boolean {
  const start = whole.subarray(0, START_BYTES);
  return (
    formatOf(start, path) === undefined &&
    !(mayPrecedeZip(start) && endsAsZip(whole)) &&
    !detector.mayHoldKey(whole)
  );
}

/** Of windows, as long as they can be held; what is larger is looked at as it comes. */
export class MemberSearch {
  readonly #detector: Detector;
  #held: Buffer[] = [];
  #pass: DetectionPass | undefined;
  bytes = 0;

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  push(window: Buffer): void {
    this.bytes += window.length;
    if (this.#pass !== undefined) this.#pass.push(window);
    else {
      this.#held.push(window);
      if (this.bytes > MAX_HELD_BYTES) this.#begin();
    }
  }

  end(): Detection {
    if (this.#pass === undefined) {
      const whole = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
      if (!this.#detector.mayHoldKey(whole))
        return { matches: [], published: [], isLfsPointer: false, bytes: 0, unreasonedLines: [], unread: [] };
      return this.#detector.detect(whole);
    }
    return this.#pass.end();
  }

  #begin(): void {
    this.#pass = this.#detector.begin();
    for (const window of this.#held) this.#pass.push(window);
    this.#held = [];
  }
}
