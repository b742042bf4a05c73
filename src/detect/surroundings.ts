/**
 * The text around a match: its line as far as a reader needs it, never longer than a bound, whatever the line is.
 * Every key in a snippet is masked before it is cut, so that no cut leaves half a key.
 */
import { isUtf8 } from 'node:buffer';
import type { Snippet } from '../core/finding.ts';
import { maskKeysIn } from '../core/secret.ts';
import { decode, type Encoding, UNIT_BYTES } from './encoding.ts';
import { MAX_MARKED_LINE } from './inline-allow.ts';

const SNIPPET_UNITS = 80;
/** The longest spelling of what keys begin with: `tt1%2e`. */
const ANCHOR_CHARACTERS = 6;
const LONG_RUN = /[0-9A-Za-z]{40,}/g;
/** Long enough for a marked line and for a key beside the snippet; in units of the encoding, 4 bytes in UTF-8. */
const REACH_UNITS = 4 * (MAX_MARKED_LINE + 32);

/** How many bytes around a match must be at hand. */
export const REACH_BYTES = 2 * REACH_UNITS * 4;

export interface Surroundings {
  /** Text of the line before and behind the key; cut at the reach. */
  readonly before: string;
  readonly after: string;
  readonly lineBefore: string | undefined;
}

export function surroundingsOf(bytes: Buffer, start: number, end: number, encoding: Encoding): Surroundings {
  const reach = REACH_UNITS * UNIT_BYTES[encoding];
  const from = Math.max(start % UNIT_BYTES[encoding], start - 2 * reach);
  const head = textOf(bytes.subarray(from, start), encoding);
  const tail = textOf(bytes.subarray(end, end + reach), encoding);
  const lines = head.split(/\r\n|\n|\r/);
  return {
    before: lines.at(-1) ?? '',
    after: /^[^\r\n]*/.exec(tail)?.[0] ?? '',
    lineBefore: (lines.at(-2)?.length ?? 0) <= MAX_MARKED_LINE ? lines.at(-2) : undefined,
  };
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
  return text.replace(LONG_RUN, (run) => `${run.slice(0, 4)}…${run.slice(-4)}`);
}

function wholeTail(text: string): string {
  return text.slice(-SNIPPET_UNITS).replace(/^[\udc00-\udfff]/, '');
}

function wholeHead(text: string): string {
  return text.slice(0, SNIPPET_UNITS).replace(/[\ud800-\udbff]$/, '');
}
