/**
 * YAML as plain data, strictly: no tags, no repeated keys, next to no aliases, one document.
 * Errors name line and column and never show the text, which may hold a key.
 */
import { type Document, LineCounter, parseDocument } from 'yaml';
import { configError } from './read-small-file.ts';

/** Enough for an honest anchor or two; a hundred levels of nine aliases each would fill the memory. */
const MAX_ALIASES = 20;

export function parseYaml(text: string, path: string): unknown {
  const lines = new LineCounter();
  const document = compose(text, path, lines);
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw configError(`${path}:${line}:${col}`, problemText(problem.code), 'correct the YAML');
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

function compose(text: string, path: string, lineCounter: LineCounter): Document.Parsed {
  try {
    // Any quieter log level would also hide that there is a second document.
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      logLevel: 'error',
      resolveKnownTags: false,
    });
  } catch (error) {
    if (error instanceof RangeError)
      throw configError(path, 'is nested too deeply', 'make it flatter', error);
    throw error;
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'a key stands twice in one map',
  MULTIPLE_DOCS: 'a second YAML document',
  TAG_RESOLVE_FAILED: 'a YAML tag, which is not allowed here',
  TAB_AS_INDENT: 'a tab as indentation',
  BAD_INDENT: 'wrong indentation',
  MISSING_CHAR: 'invalid YAML: a character is missing',
};

function problemText(code: string): string {
  return PROBLEMS[code] ?? `invalid YAML (${code.toLowerCase().replaceAll('_', ' ')})`;
}
