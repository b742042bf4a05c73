/**
 * Foreign text (paths, subjects, reasons, lines of files) on its way into a report: keys masked, and everything that a
 * terminal, an editor or a browser would obey rather than show spelled out.
 */

import { maskKeysIn } from '../core/key-mask.ts';
import { showPath } from '../core/path-text.ts';

/**
 * Control characters, line separators, marks and overrides of writing direction, invisible spaces and joiners, tags
 * (https://trojansource.codes). Joiners that emoji and scripts need (U+200C, U+200D) are left alone.
 */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get out
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATES = /\p{Cs}/gu;

const NAMED_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** On one line, harmless, still readable: `\n`, `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(OBEYED, escapeOf).replace(LONE_SURROGATES, '\ufffd');
}

export function shownText(text: string): string {
  return visible(maskKeysIn(text));
}

export function shownPath(path: string): string {
  return visible(maskKeysIn(showPath(path)));
}

/** At most `length` UTF-16 units, the last one an ellipsis where something was cut. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function escapeOf(character: string): string {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  if (digits.length <= 2) return `\\x${digits.padStart(2, '0')}`;
  return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
}
