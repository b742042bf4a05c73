/**
 * Finds the keys in a blob, window by window: memory is bounded whatever the size of the blob or of its lines.
 * Around each hit of the prefilter keys are sought in the bytes as they are, and then in what decoders make of them.
 */
import { Secret } from '../core/secret.ts';
import { type Candidate, Candidates } from './candidates.ts';
import { ContentSigns } from './content-signs.ts';
import { MAX_WHOLE_BYTES } from './decode/base64.ts';
import type { DecoderPass, Layer, Span } from './decode/layer.ts';
import { type FoundKey, NestedSearch } from './decode/nested-search.ts';
import type { Detector, DetectorOptions } from './detector.ts';
import { decode, type Encoding, sniffEncoding, type TextStart, UNIT_BYTES } from './encoding.ts';
import type { FoldedLayer } from './fold/folded-layer.ts';
import { Unfolded } from './fold/unfolded.ts';
import { type Allow, inlineAllow, MAX_MARKED_LINE } from './inline-allow.ts';
import { joinPublished } from './join-published.ts';
import { isLfsPointer } from './lfs-pointer.ts';
import { LineTracker } from './line-tracker.ts';
import type { Detection, Match } from './match.ts';
import { publicVariable } from './public-variable.ts';
import { PublishedSearch } from './published-search.ts';
import {
  firstLineOf,
  maskOfEncoded,
  REACH_BYTES,
  type Surroundings,
  snippetOf,
  surroundingsOf,
  TAIL_BYTES,
} from './surroundings.ts';

const KEPT_START_BYTES = 1024;
const VARIABLE_CHARACTERS = 200;
/** From a hit on: as much as belongs to a key if the hit does. */
const HINT_BYTES = 3;

/** One blob. `push` each window in turn, then `end`; a window may be reused by its owner afterwards. */
export class DetectionPass {
  readonly #detector: Detector;
  readonly #options: DetectorOptions;
  readonly #matches: Match[] = [];
  readonly #unreasonedLines: number[] = [];
  readonly #candidates = new Candidates();
  readonly #nested: NestedSearch;
  #decoders: readonly DecoderPass[] = [];
  /** What is still needed of the blob; begins at the absolute offset `#base`. */
  #held: Buffer = Buffer.alloc(0);
  #base = 0;
  /** Windows that were pushed and not yet searched. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  /** How many bytes must wait before it is worth while to search again. */
  #enough = 0;
  #searchedTo = 0;
  #lastPlain: Candidate | undefined;
  #start: Buffer = Buffer.alloc(0);
  #text: TextStart | undefined;
  #isBinary = false;
  #lines: LineTracker | undefined;
  /** Spans of encoded keys that snippets of others may show, and of literals of which keys are made. */
  #encoded: Candidate[] = [];
  readonly #hidden: Span[] = [];
  readonly #unfolded: Unfolded | undefined;
  readonly #signs = new ContentSigns();
  readonly #published: PublishedSearch;

  constructor(detector: Detector, options: DetectorOptions, folded?: readonly FoldedLayer[]) {
    this.#detector = detector;
    this.#options = options;
    this.#nested = new NestedSearch(detector);
    this.#published = new PublishedSearch(detector.publishedNames, options, this.#signs);
    if (folded === undefined) this.#unfolded = new Unfolded(detector.foldHints);
    else this.#takeFolded(folded);
  }

  push(window: Uint8Array): void {
    if (this.#start.length < KEPT_START_BYTES) {
      this.#start = Buffer.concat([this.#start, window.subarray(0, KEPT_START_BYTES - this.#start.length)]);
    }
    this.#nested.grow(window.length);
    this.#signs.push(window);
    this.#unfolded?.push(window);
    this.#waitingBytes += window.length;
    // Small windows are gathered, so that each byte is copied a few times at most.
    if (this.#held.length + this.#waitingBytes < 4 * REACH_BYTES || this.#waitingBytes < this.#enough) {
      this.#waiting.push(Buffer.from(window));
      return;
    }
    this.#waiting.push(window);
    this.#takeWaiting();
    this.#search(this.#base + this.#held.length - REACH_BYTES, false);
    this.#forget();
  }

  end(): Detection {
    this.#takeWaiting();
    const bytes = this.#base + this.#held.length;
    this.#search(bytes, true);
    const unfolded = this.#unfolded?.whole();
    return {
      ...joinPublished(
        this.#matches.sort((a, b) => a.start - b.start || a.end - b.end),
        this.#published.matches,
      ),
      isLfsPointer: isLfsPointer(this.#start, bytes),
      bytes,
      unreasonedLines: [...new Set([...this.#unreasonedLines, ...this.#published.unreasonedLines])].sort(
        (a, b) => a - b,
      ),
      unread: [...this.#nested.unread],
      ...(unfolded === undefined ? {} : { unfolded }),
    };
  }

  /** What the source puts together; the literals that it came from show as masks. */
  #takeFolded(folded: readonly FoldedLayer[]): void {
    for (const layer of folded) {
      this.#nested.searchText(layer);
      const found = this.#nested.takeFound();
      for (const key of found) this.#candidates.add({ ...candidateOf(key), from: layer.from });
      if (found.length > 0) this.#hidden.push(...layer.from);
    }
  }

  #takeWaiting(): void {
    this.#held = Buffer.concat([this.#held, ...this.#waiting]);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#enough = 0;
  }

  /** Around all hits before the absolute offset `limit`. */
  #search(limit: number, isEnd: boolean): void {
    if (this.#text === undefined) {
      this.#text = sniffEncoding(this.#held);
      this.#isBinary = this.#text.encoding === 'utf8' && this.#start.includes(0);
    }
    this.#lines ??= new LineTracker(this.#text);
    if (this.#decoders.length === 0) this.#decoders = this.#detector.newDecoders(this.#text.encoding);
    const layer: Layer = { bytes: this.#held, base: this.#base, isCut: !isEnd, via: [] };
    const from = this.#searchedTo - this.#base;
    this.#searchedTo = limit;
    for (const offset of this.#detector.prefilter.placesToLook(this.#held.subarray(from))) {
      const hit = from + offset;
      if (this.#base + hit >= limit) break;
      this.#findPlain(hit);
      this.#published.look(this.#held, hit);
      const isWhole = this.#nested.searchAround(layer, hit, this.#decoders);
      for (const found of this.#nested.takeFound()) this.#candidates.add(candidateOf(found));
      if (!this.#candidates.hasAt(this.#base + hit, this.#base + hit + HINT_BYTES))
        this.#unfolded?.note(this.#held, hit);
      if (isWhole) continue;
      this.#waitFor(hit);
      break;
    }
    this.#settle(isEnd ? Number.POSITIVE_INFINITY : this.#searchedTo - TAIL_BYTES);
  }

  /** Something compressed goes on behind what is at hand: the hit is looked at again once there is twice as much. */
  #waitFor(hit: number): void {
    this.#searchedTo = this.#base + hit;
    this.#enough = Math.min(MAX_WHOLE_BYTES, this.#held.length - hit);
    this.#decoders = [];
  }

  #findPlain(hit: number): void {
    const last = this.#lastPlain;
    const from = last === undefined ? 0 : Math.max(0, last.end - this.#base);
    for (const key of this.#detector.keysAround(this.#held, hit, from, this.#isBinary)) {
      const { rule, text, confidence, encoding } = key;
      const start = this.#base + key.start;
      if (start < (this.#lastPlain?.end ?? 0)) continue;
      const end = this.#base + key.end;
      this.#lastPlain = { rule, text, confidence, encoding, start, end, via: [] };
      this.#candidates.add(this.#lastPlain);
    }
  }

  /** Makes matches of those around which everything is known up to `limit`. */
  #settle(limit: number): void {
    if (this.#lines === undefined) return;
    this.#encoded = [
      ...this.#encoded.filter(({ end }) => end > this.#base),
      ...this.#candidates.pending.filter(({ via }) => via.length > 0),
    ];
    const hidden = [...this.#encoded, ...this.#hidden].map(({ start, end }) => ({
      start: start - this.#base,
      end: end - this.#base,
    }));
    hidden.sort((a, b) => a.start - b.start);
    this.#published.settle({ bytes: this.#held, base: this.#base, lines: this.#lines, hidden });
    if (this.#candidates.pending.length === 0) return;
    const lines = this.#lines.copy();
    for (const candidate of this.#candidates.settled(limit))
      this.#matches.push(this.#matchOf(candidate, lines, hidden));
  }

  #matchOf(candidate: Candidate, lines: LineTracker, hidden: readonly Span[]): Match {
    const { rule, text, confidence, start, end, via } = candidate;
    const isPlain = via.length === 0;
    const own = this.#text?.encoding ?? 'utf8';
    const encoding = candidate.encoding ?? own;
    const span = { start: start - this.#base, end: end - this.#base };
    lines.advance(this.#held, this.#base, start);
    const region = this.#regionOf(candidate, lines);
    const secret = new Secret(text);
    const around = surroundingsOf(this.#held, span, encoding, hidden);
    const shown = isPlain ? secret.masked : maskOfEncoded(this.#held, span, encoding);
    const allow = this.#allowOf(around, span, shown, encoding);
    if (allow === 'no-reason') this.#unreasonedLines.push(region.startLine);
    const variable = candidate.variable ?? this.#variableOf(candidate, around, encoding);
    return {
      ruleId: rule.id,
      secret,
      confidence,
      start,
      end,
      region,
      snippet: snippetOf(around, isPlain ? text : '', shown),
      signs: this.#signs.found,
      via: !isPlain || encoding === 'utf8' || encoding === own ? via : [encoding],
      ...(variable === undefined ? {} : { variable }),
      ...(allow === undefined || allow === 'no-reason' ? {} : { allowed: allow }),
    };
  }

  /** Of a key over several lines, a comment may stand behind each part of it: that on the line of its beginning counts too. */
  #allowOf(around: Surroundings, span: Span, shown: string, encoding: Encoding): Allow {
    const { foreignAllow } = this.#options;
    const { before, after, lineBefore, lineUnits } = around;
    const units = Math.ceil((span.end - span.start) / UNIT_BYTES[encoding]);
    const line = lineUnits + units <= MAX_MARKED_LINE ? `${before}${shown}${after}` : undefined;
    const allow = inlineAllow({ line, lineBefore, foreignAllow });
    const first = allow === undefined ? firstLineOf(this.#held, span, encoding) : undefined;
    return first === undefined || before.length + first.length > MAX_MARKED_LINE
      ? allow
      : inlineAllow({ line: before + first, lineBefore: undefined, foreignAllow });
  }

  #regionOf({ text, via, end }: Candidate, lines: LineTracker): Match['region'] {
    const { line, column } = lines.position;
    if (via.length === 0) {
      return { startLine: line, startColumn: column, endLine: line, endColumn: column + text.length };
    }
    const behind = lines.copy();
    behind.advance(this.#held, this.#base, end);
    const { line: endLine, column: endColumn } = behind.position;
    return { startLine: line, startColumn: column, endLine, endColumn };
  }

  /** Before the key, or before all of what is encoded and holds it. */
  #variableOf({ runStart, start }: Candidate, around: Surroundings, encoding: Encoding): string | undefined {
    const variable = publicVariable(around.before.slice(-VARIABLE_CHARACTERS), around.lineBefore);
    if (variable !== undefined || runStart === undefined || runStart === start) return variable;
    const at = runStart - this.#base;
    const bytes = this.#held.subarray(
      Math.max(0, at - VARIABLE_CHARACTERS * UNIT_BYTES[encoding]),
      Math.max(0, at),
    );
    return publicVariable(/[^\r\n]*$/.exec(decode(bytes, encoding))?.[0] ?? '');
  }

  #forget(): void {
    const needed = Math.min(this.#searchedTo, this.#candidates.firstStart);
    const keepFrom = Math.max(0, needed - REACH_BYTES - this.#base) & ~3;
    this.#lines?.advance(this.#held, this.#base, this.#base + keepFrom);
    this.#held = Buffer.from(this.#held.subarray(keepFrom));
    this.#base += keepFrom;
  }
}

function candidateOf({ rule, text, confidence, span, via, variable, runStart }: FoundKey): Candidate {
  return { rule, text, confidence, start: span.start, end: span.end, via, variable, runStart };
}
