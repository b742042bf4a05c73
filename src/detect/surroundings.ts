/**
 * The text around a match: its line as far as a reader needs it, never longer than a bound, whatever the line is.
 * Every key in a snippet is masked before it is cut, so that no cut leaves half a key.
 */
import { isUtf8 } from 'node:buffer';
import type { Snippet } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Span } from './decode/layer.ts';
import { decode, type Encoding, UNIT_BYTES } from './encoding.ts';
import { MAX_MARKED_LINE } from './inline-allow.ts';

const SNIPPET_UNITS = 80;
/** The longest spelling of what keys begin with: `tt1%2e`. */
const ANCHOR_CHARACTERS = 6;
const LONG_RUN = /[0-9A-Za-z]{40,}/g;
/** Escapes in a row, hex in pairs, base64 with escaped line breaks: the like of what keys are encoded to. */
const ENCODED_RUNS = [
  /(?:%[0-9A-Fa-f]{2}|=[0-9A-F]{2}|\\{1,16}(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|u\{[0-9A-Fa-f]{1,6}\}|[0-7]{2,3})|&(?:amp;){0,4}#[xX]?[0-9A-Fa-f]{2,7};?){8,}/g,
  /(?:(?:0x)?[0-9A-Fa-f]{2}[ :,-]{1,2}){12,}/g,
  /(?:[0-9A-Za-z+/_-]{16,}(?:\\{1,16}[nr]){1,4}){1,}[0-9A-Za-z+/_=-]*/g,
];
const SHOWN_UNITS = 4;
const LF = 0x0a;
const CR = 0x0d;
const LINE_BREAK = /\r\n|\n|\r/;
const UP_TO_LINE_BREAK = /^[^\r\n]*/;
/** Long enough for a marked line and for a key beside the snippet; in units of the encoding, 4 bytes in UTF-8. */
const REACH_UNITS = 4 * (MAX_MARKED_LINE + 32);

/** How many bytes around a match must be at hand. */
export const REACH_BYTES = 2 * REACH_UNITS * 4;

export interface Surroundings {
  /** Text of the line before and behind the key; cut at the reach. */
  readonly before: string;
  readonly after: string;
  readonly lineBefore: string | undefined;
  /** Length of both in the file, with all that masks hide. */
  readonly lineUnits: number;
}

/** How many bytes behind a match may show beside it. */
export const TAIL_BYTES = 4 * REACH_UNITS;

/** `encoded`: spans of all keys that are encoded, in ascending order; but for this one they show as masks. */
export function surroundingsOf(
  bytes: Buffer,
  { start, end }: Span,
  encoding: Encoding,
  encoded: readonly Span[],
): Surroundings {
  const reach = REACH_UNITS * UNIT_BYTES[encoding];
  const from = Math.max(start % UNIT_BYTES[encoding], start - 2 * reach);
  const to = Math.min(bytes.length, end + reach);
  const hidden = encoded.filter(
    (span) => (span.end > from && span.end <= start) || (span.start >= end && span.start < to),
  );
  const head = maskedText(bytes, { start: from, end: start }, encoding, hidden);
  const tail = maskedText(bytes, { start: end, end: to }, encoding, hidden);
  const lines = head.split(LINE_BREAK);
  const before = lines.at(-1) ?? '';
  const after = UP_TO_LINE_BREAK.exec(tail)?.[0] ?? '';
  const hiddenUnits = hiddenBytes(bytes, { start, end }, hidden) / UNIT_BYTES[encoding];
  return {
    before,
    after,
    lineBefore: (lines.at(-2)?.length ?? 0) <= MAX_MARKED_LINE ? lines.at(-2) : undefined,
    lineUnits: before.length + after.length + hiddenUnits,
  };
}

/** How much of the line masks hide. */
function hiddenBytes(bytes: Buffer, { start, end }: Span, hidden: readonly Span[]): number {
  let sum = 0;
  for (const span of hidden) {
    const between =
      span.end <= start ? bytes.subarray(span.end, start) : bytes.subarray(end, Math.max(end, span.start));
    if (!between.includes(LF) && !between.includes(CR)) sum += span.end - span.start;
  }
  return sum;
}

function maskedText(
  bytes: Buffer,
  { start, end }: Span,
  encoding: Encoding,
  hidden: readonly Span[],
): string {
  let text = '';
  let at = start;
  for (const span of hidden) {
    if (span.end <= at || span.start >= end) continue;
    text += textOf(bytes.subarray(at, Math.max(at, span.start)), encoding);
    text += maskOfEncoded(bytes, span, encoding);
    at = Math.min(end, span.end);
  }
  return text + textOf(bytes.subarray(at, end), encoding);
}

/** The begin of what a key is encoded to: not more than the prefix that all keys have. */
export function maskOfEncoded(bytes: Buffer, { start, end }: Span, encoding: Encoding): string {
  const shown = decode(
    bytes.subarray(start, Math.min(end, start + SHOWN_UNITS * UNIT_BYTES[encoding])),
    encoding,
  );
  return `${shown.replace(/[^\x21-\x7e]/g, '')}…`;
}

/** What a span holds of its first line; undefined where it has no other. */
export function firstLineOf(bytes: Buffer, { start, end }: Span, encoding: Encoding): string | undefined {
  const most = start + MAX_MARKED_LINE * UNIT_BYTES[encoding];
  const lines = textOf(bytes.subarray(start, Math.min(end, most)), encoding).split(LINE_BREAK);
  return lines.length > 1 ? lines[0] : undefined;
}

/** UTF-8 where it is valid but for a sequence cut at an edge, else Latin-1. */
function textOf(bytes: Buffer, encoding: Encoding): string {
  if (encoding !== 'utf8') return decode(bytes, encoding);
  let from = 0;
  while (from < 3 && from < bytes.length && (bytes[from]! & 0xc0) === 0x80) from++;
  let to = bytes.length;
  for (let back = 1; back <= 3 && to - back >= from; back++) {
    const byte = bytes[to - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      to -= back;
      break;
    }
  }
  return isUtf8(bytes.subarray(from, to)) ? bytes.toString('utf8', from, to) : bytes.toString('latin1');
}

/** `key` is empty where the text holds it in another form. */
export function snippetOf({ before, after }: Surroundings, key: string, masked: string): Snippet {
  const head = shortenRuns(maskKeysIn(bare(before)));
  // The key's own end may be the beginning of another: no mask would know that one without it.
  const end = key.slice(-ANCHOR_CHARACTERS);
  const tail = shortenRuns(maskKeysIn(end + bare(after)).slice(end.length));
  const lead = head.length > SNIPPET_UNITS ? `…${wholeTail(head)}` : head;
  const rest = tail.length > SNIPPET_UNITS ? `${wholeHead(tail)}…` : tail;
  return { text: `${lead}${masked}${rest}`, caretStart: lead.length, caretEnd: lead.length + masked.length };
}

/** NUL bytes and byte order marks go first: between the characters of a key they would hide it from the mask. */
function bare(text: string): string {
  return text.replace(/[\0\ufeff]/g, '');
}

/** Nothing to read, and perhaps a key whose prefix is broken, escaped or written apart. */
function shortenRuns(text: string): string {
  let shortened = text;
  for (const pattern of ENCODED_RUNS)
    shortened = shortened.replace(pattern, (run) => `${run.slice(0, SHOWN_UNITS)}…`);
  return shortened.replace(LONG_RUN, (run) => `${run.slice(0, SHOWN_UNITS)}…${run.slice(-SHOWN_UNITS)}`);
}

function wholeTail(text: string): string {
  return text.slice(-SNIPPET_UNITS).replace(/^[\udc00-\udfff]/, '');
}

function wholeHead(text: string): string {
  return text.slice(0, SNIPPET_UNITS).replace(/[\ud800-\udbff]$/, '');
}
