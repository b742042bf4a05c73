/** What a resource is: by its content type, else by its name, else by what named it. */
import type { ResourceKind } from './reference.ts';

const BY_TYPE: readonly (readonly [RegExp, ResourceKind])[] = [
  [/^(?:text\/html|application\/xhtml\+xml)$/, 'page'],
  [/^(?:text|application)\/(?:x-)?(?:java|ecma)script$/, 'script'],
  [/^text\/css$/, 'style'],
  [/^(?:application|text)\/(?:[\w.+-]+\+)?json$/, 'json'],
];
const BY_ENDING: readonly (readonly [RegExp, ResourceKind])[] = [
  [/\.[cm]?js$/i, 'script'],
  [/\.css$/i, 'style'],
  [/\.map$/i, 'map'],
  [/\.(?:json|webmanifest)$/i, 'json'],
  [/\.x?html?$/i, 'page'],
];

export function resourceKind(
  contentType: string | undefined,
  url: string,
  expected: ResourceKind,
): ResourceKind {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const said = BY_TYPE.find(([pattern]) => pattern.test(type))?.[1];
  // A source map is served as JSON, and often as whatever.
  if (said === 'page' || (said !== undefined && expected !== 'map')) return said;
  if (expected !== 'other') return expected;
  const { pathname } = new URL(url);
  return BY_ENDING.find(([pattern]) => pattern.test(pathname))?.[1] ?? 'other';
}
