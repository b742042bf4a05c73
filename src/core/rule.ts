/** What a rule says of itself, whatever it finds. */
export interface RuleFacts {
  readonly id: string;
  readonly description: string;
  /** What to do about a finding, in Markdown. */
  readonly help: string;
}

/** What a finding is where settings publish a key: by a public variable, or by writing `variable` into a bundle. */
export interface PublishedRule extends RuleFacts {
  /** The environment variable in which such keys belong. */
  readonly variable: string;
}

/** What a key looks like, loaded and compiled. Made from rule files by `src/rules/`. */
import type { Confidence } from './finding.ts';

export interface Rule extends RuleFacts {
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
  readonly published?: PublishedRule;
}

/** Those of published keys too; each id once. */
export function ruleFactsOf(rules: readonly Rule[]): RuleFacts[] {
  const facts = new Map<string, RuleFacts>();
  for (const { id, description, help } of rules.flatMap((rule) => [rule, rule.published ?? []].flat())) {
    if (!facts.has(id)) facts.set(id, { id, description, help });
  }
  return [...facts.values()];
}
