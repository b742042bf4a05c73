/**
 * The closer look at what the search hits in a whole content: whether it is a container, which is looked into elsewhere,
 * or a key may stand there.
 */
import { endsAsZip, formatOf, mayPrecedeZip, START_BYTES } from '../containers/format.ts';
import type { ContentWindow, HitCheck, HitTrial } from '../core/hit-trial.ts';
import type { Rule } from '../core/rule.ts';
import { Detector } from '../detect/detector.ts';
import { VERSION } from '../version.ts';

/** One more with each change of what the same bytes are taken for, as they are or unpacked. */
const JUDGEMENT = 5;

export class ContentCheck implements HitCheck {
  readonly data: readonly Rule[];
  readonly #detector: Detector;

  constructor(detector: Detector) {
    this.#detector = detector;
    this.data = detector.rules;
  }

  get version(): string {
    return JSON.stringify([JUDGEMENT, VERSION, this.data], (_, value) =>
      value instanceof RegExp ? `${value}` : value,
    );
  }

  begin(): HitTrial {
    return new ContentTrial(this.#detector.newTrial());
  }
}

/** In a thread, from what the main one sent. */
export function contentCheckFrom(data: unknown): HitCheck | undefined {
  if (data === undefined) return undefined;
  return new ContentCheck(new Detector(data as readonly Rule[], { foreignAllow: false }));
}

class ContentTrial implements HitTrial {
  readonly #keys: HitTrial;
  #isContainer: boolean | undefined;

  constructor(keys: HitTrial) {
    this.#keys = keys;
  }

  get clearedTo(): number {
    return this.#keys.clearedTo;
  }

  get judgedFrom(): number {
    return this.#keys.judgedFrom;
  }

  get judgedTo(): number {
    return this.#keys.judgedTo;
  }

  mayBeKey(window: ContentWindow, hit: number): boolean {
    this.#isContainer ??= isContainer(window.bytes);
    return this.#isContainer || this.#keys.mayBeKey(window, hit);
  }
}

/** Of whole content. */
function isContainer(bytes: Buffer): boolean {
  const start = bytes.subarray(0, START_BYTES);
  return formatOf(start) !== undefined || (mayPrecedeZip(start) && endsAsZip(bytes));
}
