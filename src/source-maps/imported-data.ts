/**
 * Data files that a source imports. Bundlers turn them into code, of which hardly any map has a source: a key in such a
 * file is led back to it by the import.
 */
import { posix } from 'node:path';

/** `from './a.json'`, `import('./a.json')`, `require('./a.yml')`, `from './a.txt?raw'`. */
const IMPORT =
  /(?:\bfrom|\bimport|\brequire)\s{0,8}\(?\s{0,8}(["'`])(\.{1,2}\/[^"'`\n]{1,300}?\.(?:json5?|ya?ml|toml|txt|csv))(?:\?[^"'`\n]{0,100})?\1/g;

/** By their paths, in the terms of the importer's. */
export function importedData(importer: string, text: string): string[] {
  const folder = posix.dirname(importer);
  return [...text.matchAll(IMPORT)].map((found) => posix.join(folder, found[2] ?? ''));
}

export function importsData(text: string): boolean {
  return text.search(IMPORT) !== -1;
}
