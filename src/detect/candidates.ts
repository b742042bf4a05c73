/**
 * Keys that were found and are not yet reported: the same one is found in plain bytes and again by decoders, by one of
 * them and again by another, and wide text reads in both byte orders. Each is one candidate.
 */
import type { Confidence } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import type { Span } from './decode/layer.ts';
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
  /** Of what a source puts together: the literals that it came from, in the order of the source. */
  readonly from?: readonly Span[];
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
      if (!isOneLeak(known, candidate)) continue;
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

function overlap(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/**
 * Of the same value: a key that stands in a literal is found again wherever a text is made of it. To have the same
 * beginning is not enough: that may be a constant of several keys.
 */
function isOneLeak(a: Candidate, b: Candidate): boolean {
  return overlap(a, b) || 2 * sharedBytes(a.from ?? [a], b.from ?? [b]) >= a.text.length;
}

/** Of spans in their order. */
function sharedBytes(some: readonly Span[], others: readonly Span[]): number {
  let shared = 0;
  for (let at = 0, other = 0; at < some.length && other < others.length; ) {
    const [a, b] = [some[at]!, others[other]!];
    shared += Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
    if (a.end < b.end) at++;
    else other++;
  }
  return shared;
}

/** Of two that overlap and have different values: what ends at an escape, or where a literal does, is a part of a key. */
function outdoes(a: Candidate, b: Candidate): boolean {
  if (b.confidence === 'certain') return false;
  return a.confidence === 'certain' || a.text.startsWith(b.text);
}

/** The plainer one; of two that lie within each other, the one whose place is told more closely; else the earlier one. */
function isPreferred(a: Candidate, b: Candidate): boolean {
  if (a.via.length !== b.via.length) return a.via.length < b.via.length;
  return overlap(a, b) ? a.end - a.start < b.end - b.start : a.start < b.start;
}
