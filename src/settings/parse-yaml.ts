/**
 * YAML as plain data, strictly: no tags, no repeated keys, next to no aliases, one document.
 * Errors name line and column and never show the text, which may hold a key.
 */
import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { configError } from './read-small-file.ts';

/** Enough for an honest anchor or two; a hundred levels of nine aliases each would fill the memory. */
const MAX_ALIASES = 20;
/**
 * The composer calls itself for each level. It survives an exhausted stack, but a regular expression that is first
 * compiled there ends the whole process: V8 calls that out of memory.
 */
const MAX_DEPTH = 32;
/** The composer compares each key of a map with each other, and gathers an error for each stray bracket. */
const MAX_ENTRIES = 1000;
const MAX_TOKENS = 50_000;

export function parseYaml(text: string, path: string): unknown {
  const lines = new LineCounter();
  const document = compose(text, path, lines);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    throw configError(placeAt(path, lines, problem.pos[0]), problemText(problem.code), 'correct the YAML');
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    throw configError(
      path,
      'has a YAML alias without an anchor, or too many aliases',
      'write the values out',
      error,
    );
  }
}

function compose(text: string, path: string, lines: LineCounter): Document.Parsed {
  // Known tags are refused with the others.
  const composer = new Composer({ prettyErrors: false, resolveKnownTags: false });
  const [first, second] = composer.compose(boundedTokens(text, path, lines), true, text.length);
  if (second !== undefined) {
    throw configError(placeAt(path, lines, second.range[0]), 'a second YAML document', 'keep one');
  }
  return first!;
}

/** The parser keeps a stack of its own, which tells the depth before anything recurses. */
function* boundedTokens(text: string, path: string, lines: LineCounter): Generator<CST.Token> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    const top = parser.stack.at(-1);
    if (parser.stack.length > MAX_DEPTH) throw tooMuch(path, 'is nested too deeply');
    if (top !== undefined && 'items' in top && top.items.length > MAX_ENTRIES) {
      throw tooMuch(path, `holds a list or map of more than ${MAX_ENTRIES} entries`);
    }
    if (++tokens > MAX_TOKENS) throw tooMuch(path, 'is too long for a YAML file of its kind');
  }
  yield* parser.end();
}

function tooMuch(path: string, what: string): Error {
  return configError(path, what, 'make it simpler');
}

function placeAt(path: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${path}:${line}:${col}`;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'a key stands twice in one map',
  TAG_RESOLVE_FAILED: 'a YAML tag, which is not allowed here',
  TAB_AS_INDENT: 'a tab as indentation',
  BAD_INDENT: 'wrong indentation',
  MISSING_CHAR: 'invalid YAML: a character is missing',
};

function problemText(code: string): string {
  return PROBLEMS[code] ?? `invalid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}
