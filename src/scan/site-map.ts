/**
 * The source map of a script or style sheet of a site, which leads its keys back to their sources. Fetched only where
 * there are keys; that it is a resource of its own, and searched as one, is another matter.
 */
import type { Answer } from '../http/http-client.ts';
import { decodedBody } from '../sources/site/decoded-body.ts';
import { fetchResource } from '../sources/site/fetch-resource.ts';
import { resourceKind } from '../sources/site/resource-kind.ts';
import { sourceMapReference } from '../sources/site/source-map-link.ts';
import { MAX_LED_BYTES, type NeighbourFiles } from './led-back.ts';
import type { VisitTools } from './site-visit.ts';

/** `text` is that of the resource at `url`, once all of it has come. */
export function siteMap(
  url: string,
  headers: Answer['headers'],
  text: () => string,
  tools: VisitTools,
): NeighbourFiles {
  let map: ReturnType<NeighbourFiles['read']> | undefined;
  return {
    read: async (path) => {
      const [reference] = sourceMapReference(headers, text(), url);
      if (reference === undefined || !tools.isInScope(reference.url)) return undefined;
      // A header may name another one than the text does, which is asked for beside the resource then.
      if (path !== pathOf(reference.url) && path !== `${pathOf(url)}.map`) return undefined;
      map ??= fetchMap(reference.url, tools);
      return await map;
    },
  };
}

/** Of a resource within its site, as findings of files have it. */
export function pathOf(url: string): string {
  const path = new URL(url).pathname.slice(1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Undefined where there is none that can be read: whoever searches it as a resource says so. */
async function fetchMap(url: string, tools: VisitTools): Promise<Buffer | 'too-large' | undefined> {
  const { client, rate, signal, budget, onBytes } = tools;
  const pieces: Buffer[] = [];
  let length = 0;
  let answer: Answer | undefined;
  try {
    answer = await fetchResource(client, url, rate, signal);
    const { status, headers, body } = answer;
    if (status !== 200 || resourceKind(headers['content-type'], url, 'map') === 'page') return undefined;
    for await (const piece of decodedBody(body, headers['content-encoding'], budget.forFile())) {
      onBytes(piece.length);
      length += piece.length;
      if (length > MAX_LED_BYTES) return 'too-large';
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  } catch {
    return undefined;
  } finally {
    answer?.discard();
  }
}
