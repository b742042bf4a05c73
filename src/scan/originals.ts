/** What the source maps of one text, inline ones and one that lies beside it, tell of the keys that it holds. */
import { maskKeysIn } from '../core/key-mask.ts';
import { publicVariable } from '../detect/public-variable.ts';
import type { FoundKey } from '../source-maps/known-sources.ts';
import { mapPaths } from '../source-maps/locate.ts';
import { type GeneratedText, isSourceMap, leadBack } from '../source-maps/originals.ts';
import { referencesIn } from '../source-maps/references.ts';
import type { Folding } from './folding.ts';
import type { LedBack, LedBackInput } from './led-back.ts';

const SHOWN_URL_CHARACTERS = 200;

type WholeInput = LedBackInput & { readonly bytes: Buffer };

export async function withOriginals(input: WholeInput): Promise<LedBack> {
  const { matches, path, bytes, folding, files } = input;
  const warnings = new Set<string>();
  const warn = (words: string) => warnings.add(words);
  const text = { path, bytes, map: await neighbourMap(input, warn) };
  const means = { keysIn: (source: string) => keysIn(source, folding), files, warn };
  const led = await leadBack(matches, text, means);
  return {
    matches: led.map(({ found, original }) => {
      if (original === undefined) return found;
      const { variable: name, ...place } = original;
      const variable = found.variable ?? (name === undefined ? undefined : publicVariable(`${name}=`));
      return { ...found, original: place, ...(variable === undefined ? {} : { variable }) };
    }),
    warnings: [...warnings],
  };
}

async function keysIn(source: string, folding: Folding): Promise<FoundKey[]> {
  const { matches } = await folding.detect(Buffer.from(source));
  return matches.map(({ secret, region }) => ({
    secretId: secret.id,
    startLine: region.startLine,
    startColumn: region.startColumn,
  }));
}

/** The map that the text names, or that lies beside it. */
async function neighbourMap(
  { path, bytes, files }: WholeInput,
  warn: (words: string) => void,
): Promise<GeneratedText['map']> {
  if (files === undefined || isSourceMap(bytes)) return undefined;
  const { last } = referencesIn(bytes);
  if (typeof last === 'object') return undefined;
  const named = last === undefined ? [] : mapPaths(last, path);
  for (const candidate of new Set([...(named ?? []), `${path}.map`])) {
    const map = await files.read(candidate);
    if (map === 'too-large') warn(`its source map cannot be used: it is too large (${candidate})`);
    else if (map !== undefined) return { path: candidate, bytes: map };
  }
  const url = maskKeysIn(last?.slice(0, SHOWN_URL_CHARACTERS) ?? '');
  if (named === undefined) warn(`its source map is not used, since nothing is fetched: ${url}`);
  else if (last !== undefined && named.length === 0) {
    warn(`its source map is not used, since it lies outside of what is scanned: ${url}`);
  }
  return undefined;
}
