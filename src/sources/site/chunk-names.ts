/**
 * Chunks of webpack and its kin (Rspack, Next.js): a runtime makes their file names of ids, and other scripts, or the
 * runtime itself, name the ids. Both are gathered over the whole site.
 */
import { type ChunkFunction, chunkFunctionAt } from './chunk-expression.ts';
import { type Bases, resolutions } from './literal-paths.ts';
import { absoluteUrl, type Reference } from './reference.ts';
import { resourceKind } from './resource-kind.ts';

/** `r.u=`: scripts. `r.miniCssF=`, `r.k=`: styles. webpack 4 has a function on its own. */
const FUNCTIONS =
  /(?:\.(?:u|k|miniCssF)\s{0,20}=\s{0,20}(?=\(|function|[\w$]{1,100}\s{0,20}=>)|(?=function jsonpScriptSrc\())/g;
/** `r.e(12)`, `r.e("about")`, behind a comment too, `r.u(12)` of a worker: a chunk that is loaded on demand. */
const LOADED =
  /\.[eu]\(\s{0,20}(?:\/\*[^*]{0,300}\*\/\s{0,20})?(?:(\d{1,20}(?:e\d{1,3})?)|\\{0,3}["']([^"'\\]{1,200})\\{0,3}["'])\s{0,20}\)/g;
const PUBLIC_PATH = /\.p\s{0,20}=\s{0,20}(["'])([^"'\\\s]{0,1000})\1/;
/** In one script that are looked at, and in all that are kept. */
const MAX_CANDIDATES = 1000;
const MAX_FUNCTIONS = 1000;
const MAX_IDS = 100_000;

interface Runtime extends ChunkFunction {
  readonly bases: Bases;
  readonly publicPath: string | undefined;
}

export class ChunkNames {
  readonly #runtimes: Runtime[] = [];
  readonly #ids = new Set<string>();

  learn(text: string, bases: Bases): void {
    for (const [, number, name = ''] of text.matchAll(LOADED)) {
      if (this.#ids.size >= MAX_IDS) break;
      this.#ids.add(number === undefined ? name : String(Number(number)));
    }
    const publicPath = PUBLIC_PATH.exec(text)?.[2];
    let candidates = 0;
    for (const { index, 0: start } of text.matchAll(FUNCTIONS)) {
      if (++candidates > MAX_CANDIDATES || this.#runtimes.length >= MAX_FUNCTIONS) break;
      const found = chunkFunctionAt(text, index + start.length);
      if (found !== undefined) this.#runtimes.push({ ...found, bases, publicPath });
    }
  }

  /** All that is known by now: what was told before comes again. */
  *references(): Generator<{ reference: Reference; pageBase: string }, void> {
    for (const { ids, nameOf, bases, publicPath } of this.#runtimes) {
      const own = new Set(ids);
      for (const id of new Set([...ids, ...this.#ids])) {
        const name = nameOf(id);
        if (!name || !/\.(?:[cm]?js|css)(?:[?#]|$)/.test(name)) continue;
        const urls = urlsOf(name, publicPath, bases);
        // An id of its own table has a file; one that another script names may be another runtime's.
        const ifAbsent = own.has(id) && urls.length === 1 ? 'told' : 'nothing';
        for (const url of urls) {
          const reference = { url, kind: resourceKind(undefined, url, 'other'), ifAbsent } as const;
          yield { reference, pageBase: bases.page };
        }
      }
    }
  }
}

function urlsOf(name: string, publicPath: string | undefined, bases: Bases): string[] {
  if (!publicPath || publicPath === 'auto') return resolutions(name, bases);
  const url = absoluteUrl(publicPath + name, bases.page);
  return url === undefined ? [] : [url];
}
