/**
 * Builds the program as it is, but for what it looks for: keys as they are, in the same contents, archives among them. What
 * all other spellings cost is the difference. For bench.js.
 */
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';
import program from '../rolldown.config.ts';

const PLAIN_SEARCH = resolve('bench/plain-search.ts');
const REPLACED = /\/(?:arranged-needles|needle-search)\.ts$/;

const plain: Plugin = {
  name: 'ttleaks:plain-search',
  resolveId: (source, importer) =>
    REPLACED.test(source) && importer !== PLAIN_SEARCH ? PLAIN_SEARCH : undefined,
};

export default defineConfig(
  [program].flat().map(({ plugins, output, ...options }) => ({
    ...options,
    plugins: [plain, plugins],
    output: { ...[output].flat()[0], dir: 'node_modules/.cache/ttleaks-plain' },
  })),
);
