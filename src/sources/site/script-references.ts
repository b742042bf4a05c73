/** What a script loads, as far as it says so in plain words: imports, workers, service workers, and paths in literals. */
import type { ChunkNames } from './chunk-names.ts';
import { type Bases, literalReferences } from './literal-paths.ts';
import { type Reference, referenceTo } from './reference.ts';

const COMMENTS = String.raw`\s{0,50}(?:/\*[^*]{0,500}\*/\s{0,50}){0,5}`;
const LITERAL = String.raw`(["'${'`'}])([^"'${'`'}\\$\s]{1,2000})\1`;

/** `import './a.js'`, `import('./a.js')`, `export … from './a.js'`: of addresses, not of packages. */
const IMPORTS = new RegExp(String.raw`\b(?:import${COMMENTS}\(?|from)${COMMENTS}${LITERAL}`, 'g');
const ADDRESS = /^(?:\.{0,2}\/|https?:)/;
const BESIDE = new RegExp(
  String.raw`\bnew\s{1,20}URL\(${COMMENTS}${LITERAL}\s{0,50},\s{0,50}import\.meta\.url`,
  'g',
);
const WORKERS = new RegExp(
  String.raw`\b(?:new\s{1,20}(?:Shared)?Worker|serviceWorker\s{0,50}\.\s{0,50}register)\(${COMMENTS}${LITERAL}`,
  'g',
);
const IMPORT_SCRIPTS = /\bimportScripts\(([^()]{0,2000})\)/g;
const LITERALS = new RegExp(LITERAL, 'g');
/** Files that `new URL` leads to and that hold no text: pictures, fonts, sounds. */
const MEDIA = /\.(?:png|jpe?g|gif|webp|avif|ico|svg|woff2?|ttf|otf|eot|mp[34]|webm|ogg|wav)(?:[?#]|$)/i;

const SCRIPT = { kind: 'script', ifAbsent: 'told' } as const;

export function* scriptReferences(
  text: string,
  bases: Bases,
  chunks: ChunkNames,
): Generator<Reference, void> {
  for (const [, , path = ''] of text.matchAll(IMPORTS)) {
    if (ADDRESS.test(path)) yield* referenceTo(path, bases.own, SCRIPT);
  }
  for (const [, , path = ''] of text.matchAll(BESIDE)) {
    if (!MEDIA.test(path)) yield* referenceTo(path, bases.own, { kind: 'other', ifAbsent: 'told' });
  }
  for (const [, , path = ''] of text.matchAll(WORKERS)) yield* referenceTo(path, bases.page, SCRIPT);
  for (const [, list = ''] of text.matchAll(IMPORT_SCRIPTS)) {
    for (const [, , path = ''] of list.matchAll(LITERALS)) yield* referenceTo(path, bases.own, SCRIPT);
  }
  yield* literalReferences(text, bases);
  chunks.learn(text, bases);
}
