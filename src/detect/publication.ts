/**
 * How settings publish a variable that holds a key, though the key itself does not stand there: `VITE_X=$NAME`, or a
 * `define` that writes `process.env.NAME` into a bundle. By the text around the name alone; which settings do so in
 * which file is judged where the path is known.
 */
import { publicVariable } from './public-variable.ts';

export type PublicationForm =
  /** A public variable takes its value. */
  | 'carried'
  /** `define`, `DefinePlugin`, `EnvironmentPlugin`, `--define`. */
  | 'define'
  /** A map `env`, which some frameworks write into what browsers get. */
  | 'env'
  /** `public` of a `runtimeConfig`, `publicRuntimeConfig`. */
  | 'runtime-config'
  /** `extra` of an Expo configuration. */
  | 'extra'
  /** An `envPrefix` that covers it. */
  | 'env-prefix'
  /** A schema of variables that gives it to the client. */
  | 'client-schema';

export interface Publication {
  readonly form: PublicationForm;
  /** What becomes public: the variable with the public prefix, or else the one that is named. */
  readonly variable: string;
}

/** Characters that are looked at before the name, and from where it begins. */
export const PUBLICATION_REACH = { before: 2048, behind: 384 };

/** What stands between a public variable and the name that it takes its value from. */
const REFERENCE =
  /(?:[$%]\{?\{?|\$\(|\$env:|(?<![\w.])(?:process\.env|import\.meta\.env|Deno\.env\.get|Bun\.env|env|ENV|os\.environ|secrets|vars|variables|credentials|getenv)[.[(]{1,2}["']?)\s{0,4}(?:(?:secrets|vars|env|variables|inputs)\.|\.Env\.|env:)?$/;
const COMMENT = /^\s*(?:#(?!\{)|\/\/|\/?\*|;|<!--|REM\b|--\s)/i;
/** Whether there is a value, not which. */
const ONLY_ASKED = /(?:!|\btypeof |\bBoolean\(|\bdefined\()(?:process\.env|import\.meta\.env|env)[.[]?["']?$/;
const COMPARED = /^["']?\]?\)?\s*(?:[!=]==?|\?(?![?.])|&&)/;
/** The value of a property that holds nothing. */
const NOTHING =
  /^["'`]?\]?\s*:\s*(?:JSON\.stringify\(\s*)?(?:undefined|null|void 0|false|(["'`])(?:undefined|null|""|'')?\1)\s*[),}\n]/;

/**
 * `before` ends where the name begins, or what it begins with; `rest` is what follows. Undefined where the name is only
 * mentioned.
 */
export function publicationAt(before: string, rest: string, name: string): Publication | undefined {
  const word = /^[A-Za-z0-9_]*/.exec(rest)?.[0] ?? '';
  const line = before.slice(before.lastIndexOf('\n') + 1);
  if (COMMENT.test(line) || /[A-Za-z0-9_]$/.test(before)) return undefined;
  if (word !== name)
    return coversName(before, word, name) ? { form: 'env-prefix', variable: name } : undefined;
  const carrier = carrierOf(before, line);
  if (carrier !== undefined) return { form: 'carried', variable: carrier };
  const form = formOf(before, line, rest.slice(name.length));
  return form === undefined ? undefined : { form, variable: name };
}

function carrierOf(before: string, line: string): string | undefined {
  const reference = REFERENCE.exec(line);
  if (reference === null) return undefined;
  const above = before.slice(0, before.length - line.length - 1);
  return publicVariable(line.slice(0, reference.index), above.slice(above.lastIndexOf('\n') + 1));
}

/** `envPrefix: 'TIMETIME_'`, `envPrefix: ['VITE_', 'TIMETIME_']`. An empty prefix Vite refuses. */
function coversName(before: string, word: string, name: string): boolean {
  if (!name.startsWith(word) || !/["'`]$/.test(before)) return false;
  return /\benvPrefix["']?\s*:\s*["'`]$/.test(before) || openBrackets(before)[0] === 'envPrefix[';
}

const DEFINE_OPTION = /(?:^|\s)["'\\]{0,3}--(?:dart-)?define(?:[:=]|\s)\S*$/;
const CLIENT_SCHEMA = /^["']?\s*:\s*envField\.\w+\(\s*\{[^}]{0,200}?\bcontext:\s*["']client["']/;
const BRACKETS: readonly (readonly [RegExp, PublicationForm])[] = [
  [/^(?:define|globalConstants)\{$|(?:^|\.)DefinePlugin\($|^replace\($/, 'define'],
  [/^(?:public|publicRuntimeConfig)\{$/, 'runtime-config'],
  [/^extra\{$/, 'extra'],
  [/^env\{$/, 'env'],
];

function formOf(before: string, line: string, after: string): PublicationForm | undefined {
  const brackets = openBrackets(before);
  // Its values are what holds where the variable is not set.
  if (brackets.some((bracket) => /(?:^|\.)EnvironmentPlugin\($/.test(bracket))) return 'define';
  if (ONLY_ASKED.test(line) || COMPARED.test(after) || NOTHING.test(after)) return undefined;
  if (DEFINE_OPTION.test(line)) return 'define';
  if (CLIENT_SCHEMA.test(after)) return 'client-schema';
  for (const bracket of brackets) {
    const form = BRACKETS.find(([pattern]) => pattern.test(bracket))?.[1];
    if (form !== undefined) return form;
  }
  return undefined;
}

/** No setting stands deeper in the map that it belongs to. */
const MAX_BRACKETS = 6;
const OPENING = '([{';
const CLOSING = ')]}';
const LABEL = /([\w$.]{1,64})["'`]?\s{0,8}[:=]?\s{0,8}$/;

/**
 * The brackets that are open at the end of a text, with what each belongs to, innermost first: `define{`,
 * `webpack.DefinePlugin(`. Read backwards, past what stands in quotes on one line.
 */
function openBrackets(text: string): string[] {
  const open: string[] = [];
  let depth = 0;
  // The name itself may stand in quotes that are still open.
  for (
    let at = text.replace(/["'`][\w.$[\]-]*$/, '').length - 1;
    at >= 0 && open.length < MAX_BRACKETS;
    at--
  ) {
    const sign = text[at] ?? '';
    if (`"'\``.includes(sign)) at = openingQuote(text, at);
    else if (CLOSING.includes(sign)) depth++;
    else if (OPENING.includes(sign)) {
      if (depth > 0) depth--;
      else open.push(`${LABEL.exec(text.slice(Math.max(0, at - 80), at))?.[1] ?? ''}${sign}`);
    }
  }
  return open;
}

function openingQuote(text: string, at: number): number {
  const start = text.lastIndexOf(text[at] ?? '', at - 1);
  return at === 0 || start === -1 || text.slice(start, at).includes('\n') ? at : start;
}
