/** JSON as plain data. Errors show nothing of the text, which may hold a key. */
import { configError } from './read-small-file.ts';

export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The engine's message quotes the text, so neither it nor the error itself may go on.
    throw configError(`${path}${placeIn(text, error)}`, 'is not valid JSON', 'correct it');
  }
}

/** `:line:column`, where the engine tells the position. */
function placeIn(text: string, error: unknown): string {
  const offset = /at position ([0-9]+)/.exec(String(error))?.[1];
  if (offset === undefined) return '';
  const before = text.slice(0, Number(offset)).split('\n');
  return `:${before.length}:${before.at(-1)!.length + 1}`;
}
