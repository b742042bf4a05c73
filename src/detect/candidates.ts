/**
 * Keys that were found and are not yet reported: the same one is found in plain bytes and again by decoders, by one of
 * them and again by another, and wide text reads in both byte orders. Each is one candidate.
 */
import type { Confidence } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import type { Encoding } from './encoding.ts';

export interface Candidate {
  readonly rule: Rule;
  readonly text: string;
  readonly confidence: Confidence;
  /** In the blob. */
  readonly start: number;
  readonly end: number;
  /** Decoding steps; none for what stands there plainly, in whatever encoding. */
  readonly via: readonly string[];
  /** Of a plain key. */
  readonly encoding?: Encoding;
  readonly variable?: string | undefined;
  /** Where the encoded run begins that the key is in. */
  readonly runStart?: number;
}

/** How many earlier ones with the same value are compared: those that overlap are found soon after each other. */
const COMPARED = 8;

export class Candidates {
  #pending: Candidate[] = [];
  readonly #byValue = new Map<string, Candidate[]>();

  /** Whether there are any that begin before an offset is told by the first of them. */
  get firstStart(): number {
    return this.#pending.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY);
  }

  add(candidate: Candidate): void {
    const key = `${candidate.rule.id}\0${candidate.text}`;
    const same = this.#byValue.get(key) ?? [];
    for (const known of same.slice(-COMPARED)) {
      if (!overlap(known, candidate)) continue;
      const at = isPreferred(candidate, known) ? this.#pending.indexOf(known) : -1;
      if (at !== -1) {
        this.#pending[at] = candidate;
        same[same.indexOf(known)] = candidate;
      }
      return;
    }
    for (const known of this.#pending.slice(-COMPARED)) {
      if (!overlap(known, candidate)) continue;
      if (outdoes(known, candidate)) return;
      if (outdoes(candidate, known)) this.#pending.splice(this.#pending.indexOf(known), 1);
    }
    this.#byValue.set(key, [...same, candidate]);
    this.#pending.push(candidate);
  }

  /** Takes out those that are at their end before `limit`, by where they begin. */
  *settled(limit: number): Generator<Candidate, void> {
    const isSettled = ({ end }: Candidate) => end <= limit;
    const settled = this.#pending.filter(isSettled).sort((a, b) => a.start - b.start || b.end - a.end);
    this.#pending = this.#pending.filter((candidate) => !isSettled(candidate));
    yield* settled;
  }

  /** Whether one of them has a part in the span. */
  hasAt(start: number, end: number): boolean {
    return this.#pending.some((candidate) => candidate.start < end && start < candidate.end);
  }

  get pending(): readonly Candidate[] {
    return this.#pending;
  }
}

function overlap(a: Candidate, b: Candidate): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Of two that overlap and have different values: what ends at an escape, or where a literal does, is a part of a key. */
function outdoes(a: Candidate, b: Candidate): boolean {
  if (b.confidence === 'certain') return false;
  return a.confidence === 'certain' || a.text.startsWith(b.text);
}

/** The plainer one; of two that lie within each other, the one whose place is told more closely. */
function isPreferred(a: Candidate, b: Candidate): boolean {
  return a.via.length !== b.via.length ? a.via.length < b.via.length : a.end - a.start < b.end - b.start;
}
