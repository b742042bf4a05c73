/** Finds settings that publish a variable in one blob, and makes matches of them. */
import type { ContentSigns } from './content-signs.ts';
import type { Span } from './decode/layer.ts';
import type { DetectorOptions } from './detector.ts';
import { inlineAllow, MAX_MARKED_LINE } from './inline-allow.ts';
import type { LineTracker } from './line-tracker.ts';
import type { PublishedMatch } from './match.ts';
import { MAX_NAMES, type Published, type PublishedNames } from './published-names.ts';
import { snippetOf, surroundingsOf } from './surroundings.ts';

/** What is at hand of the blob, from the absolute offset `base` on. */
export interface Held {
  readonly bytes: Buffer;
  readonly base: number;
  /** Where `bytes` begins; not moved. */
  readonly lines: LineTracker;
  /** Spans of encoded keys, which no snippet may show. */
  readonly hidden: readonly Span[];
}

export class PublishedSearch {
  readonly matches: PublishedMatch[] = [];
  readonly unreasonedLines: number[] = [];
  readonly #names: PublishedNames;
  readonly #options: DetectorOptions;
  readonly #signs: ContentSigns;
  #namesLeft = MAX_NAMES;
  #pending: { readonly at: number; readonly published: Published }[] = [];

  constructor(names: PublishedNames, options: DetectorOptions, signs: ContentSigns) {
    this.#names = names;
    this.#options = options;
    this.#signs = signs;
  }

  /** Whether a name begins at `at`, and what settings do with it. */
  look(bytes: Buffer, at: number): void {
    if (this.#namesLeft === 0 || !this.#names.areAt(bytes, at)) return;
    this.#namesLeft--;
    const published = this.#names.publishedAt(bytes, at);
    if (published !== undefined) this.#pending.push({ at, published });
  }

  /** Of all that was looked at since the last time, in the same bytes. */
  settle(held: Held): void {
    if (this.#pending.length === 0) return;
    const lines = held.lines.copy();
    for (const { at, published } of this.#pending)
      this.matches.push(this.#matchOf(at, published, lines, held));
    this.#pending = [];
  }

  #matchOf(at: number, published: Published, lines: LineTracker, held: Held): PublishedMatch {
    const { ruleId, publication, end } = published;
    const text = held.bytes.toString('latin1', at, end);
    lines.advance(held.bytes, held.base, held.base + at);
    const { line, column } = lines.position;
    const around = surroundingsOf(held.bytes, { start: at, end }, 'utf8', held.hidden);
    const isMarkable = around.lineUnits + text.length <= MAX_MARKED_LINE;
    const allow = inlineAllow({
      line: isMarkable ? `${around.before}${text}${around.after}` : undefined,
      lineBefore: around.lineBefore,
      foreignAllow: this.#options.foreignAllow,
    });
    if (allow === 'no-reason') this.unreasonedLines.push(line);
    return {
      ruleId,
      publication,
      confidence: 'likely',
      start: held.base + at,
      end: held.base + end,
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + text.length },
      snippet: snippetOf(around, text, text),
      signs: this.#signs.found,
      via: [],
      ...(allow === undefined || allow === 'no-reason' ? {} : { allowed: allow }),
    };
  }
}
