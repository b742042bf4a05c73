/** What a resource names, by what it is. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ChunkNames } from './chunk-names.ts';
import type { Planned } from './frontier.ts';
import { pageReferences } from './html-references.ts';
import { jsonReferences } from './json-references.ts';
import { linkHeaderReferences } from './link-header.ts';
import type { Reference, ResourceKind } from './reference.ts';
import { scriptReferences } from './script-references.ts';
import { sourceMapReference } from './source-map-link.ts';
import { styleReferences } from './style-references.ts';
import { wellKnownReferences } from './well-known.ts';

export interface Resource {
  readonly planned: Planned;
  readonly kind: ResourceKind;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Named {
  readonly references: readonly Reference[];
  /** What its scripts resolve their paths against. */
  readonly pageBase: string;
  /** Not all that it names is there. */
  readonly isCut: boolean;
}

export async function resourceReferences(
  { planned, kind, headers, text }: Resource,
  chunks: ChunkNames,
  signal: AbortSignal,
): Promise<Named> {
  const { url, pageBase } = planned;
  const { link } = headers;
  const linked = linkHeaderReferences(link === undefined ? undefined : [link].flat().join(', '), url);
  if (kind === 'page') {
    const { references, base, isCut } = await pageReferences(text, url, chunks, signal);
    const manifests = planned.isTarget ? wellKnownReferences(url, text) : [];
    return { references: [...linked, ...references, ...manifests], pageBase: base, isCut };
  }
  const bases = { own: url, page: pageBase };
  const map = sourceMapReference(headers, text, url);
  const of = {
    script: () => [...scriptReferences(text, bases, chunks), ...map],
    style: () => [...styleReferences(text, url), ...map],
    json: () => [...jsonReferences(text, bases)],
    map: () => [],
    other: () => [],
  };
  return { references: [...linked, ...of[kind]()], pageBase, isCut: false };
}
