/** The shape of a rule file. Its JSON Schema, for editors, is made from this. */
import * as z from 'zod/mini';
import { strictMap } from '../settings/validate.ts';
import { brokenTemplate } from './templates.ts';

function text(requirement: string, pattern: RegExp, description: string): z.ZodMiniString {
  return z.string(requirement).check(z.regex(pattern, requirement), z.describe(description));
}

const KINDS = 'hex, HEX, alnum or digits, and a length up to 4096';

function template(): z.ZodMiniString {
  return z
    .string('must be a text')
    .check(
      z.refine(
        (value: string) => brokenTemplate(value) === undefined,
        `templates are {{kind length}}: ${KINDS}`,
      ),
    );
}

const example = z
  .union(
    [
      template(),
      strictMap({
        text: template(),
        matches: z
          .int('must be a whole number')
          .check(z.minimum(1, 'must be 1 at least'), z.maximum(100, 'must be 100 at most')),
      }),
    ],
    'must be a text, or a map with the keys text and matches',
  )
  .check(z.describe('A text in which the rule finds one key, or as many as `matches` says.'));

const facts = {
  id: text(
    'must be lower-case words joined by hyphens',
    /^[a-z][a-z0-9]{0,31}(?:-[a-z0-9]{1,32}){0,7}$/,
    'Name of the rule, unique among all rules.',
  ),
  description: text('must be one line of text', /^\S[^\n]{0,199}$/, 'What was found, in a few words.'),
  help: text('must be text, in Markdown', /\S/, 'What to do about a finding, in Markdown.'),
};

const published = strictMap({
  ...facts,
  variable: text(
    'must be the name of an environment variable, of 6 to 64 capital letters, digits and underscores',
    /^[A-Z][A-Z0-9_]{5,63}$/,
    'The environment variable in which such keys belong.',
  ),
}).check(
  z.describe(
    'The rule of findings in settings that publish a key: by a variable with a public prefix, or by writing `variable` into a bundle. Rules may share one.',
  ),
);

const rule = strictMap({
  ...facts,
  anchor: text(
    'must be 3 to 32 printable ASCII characters without a space',
    /^[!-~]{3,32}$/,
    'Literal text that every match begins with.',
  ),
  pattern: text(
    'must be a regular expression of at most 4096 characters',
    /^[^\n]{1,4096}$/,
    'JavaScript regular expression that begins with the anchor; every repeat has an upper bound.',
  ),
  ignoreCase: z.optional(
    z
      .boolean('must be true or false')
      .check(z.describe('Whether the pattern ignores case behind the anchor.')),
  ),
  confidence: z
    .enum(
      ['certain', 'likely', 'possible', 'by-structure'],
      'must be one of certain, likely, possible, by-structure',
    )
    .check(z.describe('How sure a match is; `by-structure` judges how random the value looks.')),
  dummyWords: z
    .array(
      z
        .string('must be a text')
        .check(
          z.regex(
            /^[a-z0-9]{4,32}$/,
            'must be 4 to 32 lower-case letters and digits; shorter ones hide real keys',
          ),
        ),
      'must be a list of words',
    )
    .check(
      z.maxLength(100, 'must be 100 words at most'),
      z.describe('Words that mark a value as a placeholder.'),
    ),
  published: z.optional(published),
  examples: z
    .array(example, 'must be a list of texts')
    .check(
      z.minLength(1, 'must hold one example at least'),
      z.describe('Texts in which the rule finds a key.'),
    ),
  counterExamples: z
    .array(template(), 'must be a list of texts')
    .check(
      z.minLength(1, 'must hold one counter-example at least'),
      z.describe('Texts in which it finds none.'),
    ),
});

export const ruleFileSchema = strictMap({
  rules: z
    .array(rule, 'must be a list of rules')
    .check(z.minLength(1, 'must hold one rule at least'), z.maxLength(200, 'must hold 200 rules at most')),
});

export type WrittenRule = z.infer<typeof rule>;
