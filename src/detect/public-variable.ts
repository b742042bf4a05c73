/** The variable with a public prefix that a text puts a value into. */
import { PUBLIC_PREFIXES } from '../core/public-prefixes.ts';

const NAME = `(?:${PUBLIC_PREFIXES.join('|')})[A-Z0-9_]{1,64}`;
/** A quote, also within a string of JSON or of a program: `\"`, `\\\"`, `&quot;`, `%22`. */
const QUOTE = String.raw`(?:\\{0,7}["'${'`'}]|&quot;|&#34;|%22)`;
/** `JSON.stringify(` of a `define`, and a second quote within the first: `'"…"'`. */
const WRAPPED = String.raw`(?:JSON\.stringify\(\s{0,8})?(?:${QUOTE}){0,2}`;

/** The name, and what may stand between it and its value: `X=`, `X: "`, `"X":"`, `- X=`, `export X='`, `X ?? "`. */
const ASSIGNED = new RegExp(
  String.raw`(?:^|[^A-Za-z0-9_])(${NAME})(?:${QUOTE})?\]?\s{0,8}(?:[:?+]{0,2}=|:|\|\||\?\?|%3[AaDd])\s{0,8}${WRAPPED}$`,
);
/** `ENV X …` of a Dockerfile, `setenv X …` of a shell. */
const SET = new RegExp(String.raw`^\s*(?:ENV|ARG|setenv|set -\w+)\s+(${NAME})\s+["']?$`);
/** A list of names and values: `- name: X`, then `value: …`. */
const NAMED = new RegExp(String.raw`^\s*(?:-\s*)?["']?(?:name|key)["']?\s*[:=]\s*["']?(${NAME})["']?,?\s*$`);
const VALUE = /^\s*(?:-\s*)?["']?value["']?\s*[:=]\s*["']?$/;

/** `before` is the text of the line up to the value, `lineBefore` the line above it. */
export function publicVariable(before: string, lineBefore = ''): string | undefined {
  const own = ASSIGNED.exec(before)?.[1] ?? SET.exec(before)?.[1];
  if (own !== undefined) return own;
  return VALUE.test(before) ? NAMED.exec(lineBefore)?.[1] : undefined;
}
