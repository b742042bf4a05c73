/** A rule file's text, made into rules that are proved safe. */
import { parseYaml } from '../settings/parse-yaml.ts';
import { configError } from '../settings/read-small-file.ts';
import { placeText, validate } from '../settings/validate.ts';
import { provePattern } from './pattern.ts';
import { PatternError } from './pattern-extent.ts';
import type { RuleData } from './rule-data.ts';
import { ruleFileSchema, type WrittenRule } from './rule-schema.ts';

export interface Example {
  /** With its templates as written. */
  readonly text: string;
  /** How many keys the rule finds in it. */
  readonly matches: number;
}

export interface CompiledRule {
  readonly file: string;
  readonly data: RuleData;
  readonly examples: readonly Example[];
}

/** `path` names the file in errors. */
export function compileRuleFile(text: string, path: string): CompiledRule[] {
  const data = parseYaml(text, path);
  const { rules } = validate(ruleFileSchema, data, path, (place) => ruleName(data, place));
  return rules.map((rule) => compileRule(rule, path));
}

function compileRule(rule: WrittenRule, file: string): CompiledRule {
  const { id, description, help, anchor, pattern, ignoreCase, confidence, dummyWords, published } = rule;
  return {
    file,
    data: {
      id,
      description,
      help,
      anchor,
      pattern,
      ...proved(rule, file, ignoreCase),
      confidence,
      dummyWords,
      ...(published === undefined ? {} : { published }),
    },
    examples: [
      ...rule.examples.map((example) =>
        typeof example === 'string' ? { text: example, matches: 1 } : example,
      ),
      ...rule.counterExamples.map((counterExample) => ({ text: counterExample, matches: 0 })),
    ],
  };
}

function proved({ id, pattern, anchor }: WrittenRule, file: string, ignoreCase: boolean | undefined) {
  try {
    return provePattern(pattern, anchor, ignoreCase);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw configError(`${file}: rule "${id}": pattern`, 'is not allowed', error.message, error);
  }
}

/** `rules[1].anchor` as `rule "my-key": anchor`, where the rule has a name. */
function ruleName(data: unknown, place: readonly PropertyKey[]): string {
  const [list, index, ...rest] = place;
  if (list !== 'rules' || typeof index !== 'number') return placeText(place);
  const { id } = (data as { rules: readonly { id?: unknown }[] }).rules[index] ?? {};
  if (typeof id !== 'string') return placeText(place);
  return `rule "${id}"${rest.length > 0 ? `: ${placeText(rest)}` : ''}`;
}
