/** What a key looks like, loaded and compiled. Made from rule files by `src/rules/`. */
import type { Confidence } from './finding.ts';

export interface Rule {
  readonly id: string;
  readonly description: string;
  /** What to do about a finding, in Markdown. */
  readonly help: string;
  /** Literal text that every match begins with. */
  readonly anchor: string;
  /** Sticky; matches at the anchor, on text in which one character is one character of the key. */
  readonly pattern: RegExp;
  /** Longest match, in characters. */
  readonly maxLength: number;
  /** `by-structure`: judged from how random the value looks; what looks like an identifier is no finding. */
  readonly confidence: Confidence | 'by-structure';
  /** Words, in lower case, that mark a value as a placeholder. */
  readonly dummyWords: readonly string[];
}
