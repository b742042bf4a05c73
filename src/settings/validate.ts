/**
 * Data from a file against its schema: the first thing that is wrong becomes one line for the person who wrote it.
 * The schemas say in their own messages what is asked for (`must be …`), so that nothing of the value is shown.
 */
import * as z from 'zod/mini';
import { configError } from './read-small-file.ts';

/** A map with these keys and no others. */
export function strictMap<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodMiniObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `must be a map with the keys ${keys.join(', ')}`;
      const meant = closest(issue.keys[0] ?? '', keys);
      return meant === undefined ? `allowed are ${keys.join(', ')}` : `did you mean "${meant}"?`;
    },
  });
}

/** `nameOf` may name a place better than its path does: `rule "my-key"` for `rules[3]`. */
export function validate<T>(
  schema: z.ZodMiniType<T>,
  data: unknown,
  path: string,
  nameOf: (place: readonly PropertyKey[]) => string = placeText,
): T {
  const result = z.safeParse(schema, data);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = nameOf(issue.path);
  const what =
    issue.code === 'unrecognized_keys' ? `unknown key "${issue.keys[0]}"` : faultOf(data, issue.path);
  throw configError(place === '' ? path : `${path}: ${place}`, what, issue.message);
}

function faultOf(data: unknown, place: readonly PropertyKey[]): string {
  let value = data;
  for (const key of place) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return value === undefined ? 'is missing' : 'is not valid';
}

/** `rules[2].id` */
export function placeText(place: readonly PropertyKey[]): string {
  let text = '';
  for (const key of place)
    text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${String(key)}`;
  return text;
}

/** The candidate that a slip of the keyboard may have meant: a third of its letters wrong at most. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < fewest && distance <= Math.max(1, candidate.length / 3))
      [best, fewest] = [candidate, distance];
  }
  return best;
}

const LONGEST_WORD = 64;

function editDistance(a: string, b: string): number {
  if (a.length > LONGEST_WORD) return a.length;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
