/** What a style sheet loads that is text: other style sheets. Pictures and fonts are left alone. */
import { type Reference, referenceTo } from './reference.ts';

const IMPORTS = /@import\s{0,50}(?:url\(\s{0,50})?(["']?)([^"')\s;]{1,2000})\1/gi;

export function* styleReferences(text: string, base: string): Generator<Reference, void> {
  for (const [, , path = ''] of text.matchAll(IMPORTS)) {
    yield* referenceTo(path, base, { kind: 'style', ifAbsent: 'told' });
  }
}
