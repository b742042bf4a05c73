/**
 * Finds the keys in a blob, window by window: memory is bounded whatever the size of the blob or of its lines.
 * Synchronous and pure. Only blobs that the prefilter hit come here.
 */
import type { Confidence } from '../core/finding.ts';
import type { NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { ContentSigns } from './content-signs.ts';
import { decode, type Encoding, sniffEncoding, type TextStart, UNIT_BYTES } from './encoding.ts';
import { inlineAllow, MAX_MARKED_LINE } from './inline-allow.ts';
import { joinPublished } from './join-published.ts';
import { isLfsPointer } from './lfs-pointer.ts';
import { LineTracker } from './line-tracker.ts';
import type { Detection, Match, PublishedMatch } from './match.ts';
import { anchorsOf, prefilterOf, type Spelling, spellingsOf } from './needles.ts';
import { publicVariable } from './public-variable.ts';
import { MAX_NAMES, PublishedNames } from './published-names.ts';
import { isDummy, judgeRandomness } from './structure.ts';
import { REACH_BYTES, snippetOf, surroundingsOf } from './surroundings.ts';

/** What rule patterns may look at before and behind a match; the loader of rules holds them to it. */
const LOOK_CHARACTERS = 32;
const KEPT_START_BYTES = 1024;

export interface DetectorOptions {
  readonly foreignAllow: boolean;
}

interface Value {
  readonly rule: Rule;
  readonly text: string;
  readonly confidence: Confidence;
}

export class Detector {
  readonly rules: readonly Rule[];
  /** Each once. */
  readonly anchors: readonly string[];
  readonly prefilter: NeedleSearch;
  readonly publishedNames: PublishedNames;
  readonly #spellings: readonly Spelling[];
  readonly #options: DetectorOptions;

  constructor(rules: readonly Rule[], options: DetectorOptions) {
    this.rules = rules;
    this.anchors = anchorsOf(rules);
    this.prefilter = prefilterOf(rules);
    this.publishedNames = new PublishedNames(rules);
    this.#spellings = spellingsOf(rules);
    this.#options = options;
  }

  begin(): DetectionPass {
    return new DetectionPass(this, this.#options);
  }

  /** Whole content that is at hand. */
  detect(bytes: Uint8Array): Detection {
    const pass = this.begin();
    pass.push(bytes);
    return pass.end();
  }

  /** The anchors around a needle at `at`: where each begins, in ascending order, and how it is spelled. */
  anchorsAround(bytes: Buffer, at: number): { start: number; spelling: Spelling }[] {
    const found: { start: number; spelling: Spelling }[] = [];
    for (const spelling of this.#spellings) {
      const start = at - spelling.coreAt;
      if (start >= 0 && standsAt(bytes, start, spelling.bytes)) found.push({ start, spelling });
    }
    return found.length > 1 ? found.sort((a, b) => a.start - b.start) : found;
  }

  /**
   * The first rule, in the order of their files, that finds a key at a spelled anchor. Nothing before `from`, where
   * the key before may end, is looked at.
   */
  valueAt(bytes: Buffer, at: number, { anchor, encoding }: Spelling, from = 0): Value | undefined {
    const width = UNIT_BYTES[encoding];
    const look = Math.min(LOOK_CHARACTERS, Math.floor((at - from) / width));
    // On its own, since in UTF-32 one unit may be two characters of it.
    const before = decode(bytes.subarray(at - look * width, at), encoding);
    for (const rule of this.rules) {
      if (rule.anchor !== anchor) continue;
      const span = (rule.maxLength + LOOK_CHARACTERS) * width;
      const text = before + decode(bytes.subarray(at, at + span), encoding);
      const value = valueIn(text, before.length, rule);
      if (value === undefined) continue;
      const confidence = confidenceOf(rule, value, text.slice(before.length + value.length));
      if (confidence !== undefined) return { rule, text: value, confidence };
    }
    return undefined;
  }
}

function standsAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}

/** A match that ends within the next anchor has run into the key behind it: then that is cut off. */
function valueIn(text: string, at: number, { pattern, anchor }: Rule): string | undefined {
  pattern.lastIndex = at;
  const value = pattern.exec(text)?.[0];
  if (value === undefined) return undefined;
  const next = text.indexOf(anchor, at + anchor.length);
  const end = at + value.length;
  if (next === -1 || next >= end || next + anchor.length <= end) return value;
  pattern.lastIndex = at;
  return pattern.exec(text.slice(0, next))?.[0] ?? value;
}

function confidenceOf(rule: Rule, value: string, after: string): Confidence | undefined {
  const body = value.slice(rule.anchor.length);
  if (isDummy(body, rule.dummyWords)) return undefined;
  return rule.confidence === 'by-structure' ? judgeRandomness(body, after) : rule.confidence;
}

/** One blob. `push` each window in turn, then `end`; a window may be reused by its owner afterwards. */
export class DetectionPass {
  readonly #detector: Detector;
  readonly #options: DetectorOptions;
  readonly #matches: Match[] = [];
  readonly #published: PublishedMatch[] = [];
  #namesLeft = MAX_NAMES;
  readonly #signs = new ContentSigns();
  readonly #unreasonedLines: number[] = [];
  /** What is still needed of the blob; begins at the absolute offset `#base`. */
  #held: Buffer = Buffer.alloc(0);
  #base = 0;
  #searchedTo = 0;
  #lastEncoding: Encoding | undefined;
  #start: Buffer = Buffer.alloc(0);
  #text: TextStart | undefined;
  #lines: LineTracker | undefined;

  constructor(detector: Detector, options: DetectorOptions) {
    this.#detector = detector;
    this.#options = options;
  }

  push(window: Uint8Array): void {
    this.#signs.push(window);
    if (this.#start.length < KEPT_START_BYTES) {
      this.#start = Buffer.concat([this.#start, window.subarray(0, KEPT_START_BYTES - this.#start.length)]);
    }
    this.#held = Buffer.concat([this.#held, window]);
    // Small windows are gathered, so that each byte is copied a few times at most.
    if (this.#held.length < 4 * REACH_BYTES) return;
    this.#search(this.#base + this.#held.length - REACH_BYTES);
    this.#forget();
  }

  end(): Detection {
    const bytes = this.#base + this.#held.length;
    this.#search(bytes);
    return {
      ...joinPublished(this.#matches, this.#published),
      isLfsPointer: isLfsPointer(this.#start, bytes),
      bytes,
      unreasonedLines: [...new Set(this.#unreasonedLines)],
    };
  }

  /** All anchors that begin before the absolute offset `limit`. */
  #search(limit: number): void {
    this.#text ??= sniffEncoding(this.#held);
    this.#lines ??= new LineTracker(this.#text);
    const from = this.#searchedTo - this.#base;
    for (const hit of this.#detector.prefilter.hits(this.#held.subarray(from))) {
      if (this.#base + from + hit >= limit) break;
      this.#publishedAt(from + hit);
      for (const { start, spelling } of this.#detector.anchorsAround(this.#held, from + hit)) {
        const value = this.#detector.valueAt(this.#held, start, spelling, this.#lookFrom(start));
        if (value) this.#take(this.#matchAt(start, value, spelling.encoding), spelling.encoding);
      }
    }
    this.#searchedTo = limit;
  }

  /** What adjoins a key is not the beginning of the next one. */
  #lookFrom(at: number): number {
    return this.#matches.at(-1)?.end === this.#base + at ? at : 0;
  }

  /**
   * Wide text reads in both byte orders, one byte (in UTF-32 three) apart: one key, not two. The reading that stands on
   * whole units is the right one; where neither does, the little-endian.
   */
  #take(match: Match, encoding: Encoding): void {
    const last = this.#matches.at(-1);
    const isOtherReading = last !== undefined && match.start < last.end && encoding !== this.#lastEncoding;
    if (isOtherReading) {
      const width = UNIT_BYTES[encoding];
      if (last.start % width === 0 || (match.start % width !== 0 && encoding.endsWith('be'))) return;
      this.#matches.pop();
    }
    this.#matches.push(match);
    this.#lastEncoding = encoding;
  }

  #matchAt(at: number, { rule, text, confidence }: Value, encoding: Encoding): Match {
    const secret = new Secret(text);
    const { around, ...place } = this.#placeAt(at, { text, shown: secret.masked, encoding });
    const variable = publicVariable(around.before.slice(-200), around.lineBefore);
    return {
      ruleId: rule.id,
      secret,
      confidence,
      ...place,
      via: encoding === 'utf8' || encoding === this.#text?.encoding ? [] : [encoding],
      ...(variable === undefined ? {} : { variable }),
    };
  }

  #publishedAt(at: number): void {
    const { publishedNames } = this.#detector;
    if (this.#namesLeft === 0 || !publishedNames.areAt(this.#held, at)) return;
    this.#namesLeft--;
    const found = publishedNames.publishedAt(this.#held, at);
    if (found === undefined) return;
    const { ruleId, publication, end } = found;
    const text = this.#held.toString('latin1', at, end);
    const { around: _, ...place } = this.#placeAt(at, { text, shown: text, encoding: 'utf8' });
    this.#published.push({ ruleId, publication, confidence: 'likely', ...place, via: [] });
  }

  /** What stands at `at`, which reports show as `shown`. */
  #placeAt(at: number, { text, shown, encoding }: { text: string; shown: string; encoding: Encoding }) {
    const end = at + text.length * UNIT_BYTES[encoding];
    this.#lines?.advance(this.#held, this.#base, this.#base + at);
    const { line, column } = this.#lines?.position ?? { line: 1, column: 1 };
    const around = surroundingsOf(this.#held, at, end, encoding);
    const length = around.before.length + text.length + around.after.length;
    const allow = inlineAllow({
      line: length <= MAX_MARKED_LINE ? `${around.before}${shown}${around.after}` : undefined,
      lineBefore: around.lineBefore,
      foreignAllow: this.#options.foreignAllow,
    });
    if (allow === 'no-reason') this.#unreasonedLines.push(line);
    return {
      around,
      start: this.#base + at,
      end: this.#base + end,
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + text.length },
      snippet: snippetOf(around, text, shown),
      signs: this.#signs.found,
      ...(allow === undefined || allow === 'no-reason' ? {} : { allowed: allow }),
    };
  }

  #forget(): void {
    const keepFrom = Math.max(0, this.#searchedTo - REACH_BYTES - this.#base) & ~3;
    this.#lines?.advance(this.#held, this.#base, this.#base + keepFrom);
    this.#held = Buffer.from(this.#held.subarray(keepFrom));
    this.#base += keepFrom;
  }
}
