/** What JSON that a browser reads leads to: import maps, web app manifests, and the paths in any other. */
import { type Bases, literalReferences } from './literal-paths.ts';
import { type Reference, referenceTo } from './reference.ts';

/** The addresses of an import map; one that ends with a slash stands for a folder. */
export function* importMapReferences(text: string, base: string): Generator<Reference, void> {
  const { imports, scopes } = parsed(text);
  for (const table of [imports, ...Object.values(tableOf(scopes))]) {
    for (const address of Object.values(tableOf(table))) {
      if (typeof address !== 'string' || address.endsWith('/')) continue;
      yield* referenceTo(address, base, { kind: 'script', ifAbsent: 'told' });
    }
  }
}

/** Of a manifest also the page that an app starts with: https://www.w3.org/TR/appmanifest/ */
export function* jsonReferences(text: string, bases: Bases): Generator<Reference, void> {
  const { start_url: start } = text.includes('"start_url"') ? parsed(text) : {};
  if (typeof start === 'string') {
    yield* referenceTo(start, bases.own, { kind: 'page', ifAbsent: 'unread', isLink: true });
  }
  yield* literalReferences(text, bases);
}

function parsed(text: string): Record<string, unknown> {
  try {
    return tableOf(JSON.parse(text));
  } catch {
    return {};
  }
}

function tableOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
