/** The line that a key stands on, with its number, and a line of carets under the key. */
import type { Finding, Snippet } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { displayWidth } from './display-width.ts';
import { visible } from './shown.ts';

const TAB = '  ';

export interface SnippetLines {
  readonly line: string;
  /** Empty where nothing can be pointed at. */
  readonly carets: string;
}

/** Undefined for a key that stands in no line, and where there is no text. */
export function snippetLines({ snippet, region, site }: Finding): SnippetLines | undefined {
  if (snippet.text === '' || site === 'name' || site === 'ref') return undefined;
  const margin = `${region.startLine} | `;
  const { before, place, after } = splitSnippet(snippet);
  const indent = ' '.repeat(margin.length - 2);
  const carets =
    place === '' ? '' : `${indent}| ${' '.repeat(displayWidth(before))}${'^'.repeat(displayWidth(place))}`;
  return { line: `${margin}${before}${place}${after}`.trimEnd(), carets };
}

/** What stands before, at and after the key, safe to show. */
export function splitSnippet({ text, caretStart, caretEnd }: Snippet): {
  before: string;
  place: string;
  after: string;
} {
  const masked = maskKeysIn(text);
  // Snippets come masked. One that did not cannot be cut: a cut could fall inside a key.
  if (masked !== text) return { before: shownLine(masked), place: '', after: '' };
  return {
    before: shownLine(text.slice(0, caretStart)),
    place: shownLine(text.slice(caretStart, caretEnd)),
    after: shownLine(text.slice(caretEnd)),
  };
}

function shownLine(text: string): string {
  return visible(text.replaceAll('\t', TAB));
}
