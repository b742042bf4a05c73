import { defineConfig, type OutputOptions, type RolldownOptions } from 'rolldown';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

/** Everything that a scan of the index needs, as long as it finds nothing. */
const QUICK =
  /\/src\/(?:version|core\/|detect\/|containers\/(?:budget|format|member|names|needles|window-reader|tar-header|asar-start)\.ts|cli\/(?:hook(?:-commit|-report|-settings)?\.|color|exit-code|failure|output|quick|run-scan|settle|target|interrupt|progress|scan-arg|verify-arg|user-dir|write-rep)|git\/(?:environment|index-state|lines|object-reader|search-lane|batch-search|unread|repository|run|history-scope)\.ts|report\/(?:formats|text-summary|verdict-words|wording|tally|shown|advice)|rules\/(?:load-rules|rule-data|shipped)|scan\/(?:collector|content|index-files|kept-bytes|led-back|left-out|names|options|scan|scan-staged|target-repository|token)\.ts|settings\/(?:baseline|config|find-config|ignore-patterns|path-filter|read-small-file|size)\.ts)|\/rules\/timetime\.yml|\/node_modules\/(?:ignore|picocolors)\//;

const common: RolldownOptions = {
  platform: 'node',
  plugins: [ruleModules(), watModules()],
  transform: { target: 'node20' },
};

const output: OutputOptions = {
  dir: 'dist',
  format: 'esm',
  sourcemap: false,
  minify: false,
  comments: false,
};

export default defineConfig([
  {
    ...common,
    input: { ttleaks: 'src/cli/ttleaks.ts', index: 'src/index.ts' },
    output: {
      ...output,
      cleanDir: true,
      chunkFileNames: 'chunks/[name]-[hash].js',
      // What a hook loads stands in one file: each further one costs a millisecond at every commit.
      codeSplitting: {
        groups: [{ name: 'quick', test: QUICK }],
      },
    },
  },
  // A thread loads what it needs, and nothing else.
  { ...common, input: { 'file-worker': 'src/sources/file-worker.ts' }, output },
  { ...common, input: { 'pack-worker': 'src/scan/pack-worker.ts' }, output },
  // It leads to its native part by itself.
  { ...common, external: ['oxc-parser'], input: { 'fold-child': 'src/scan/fold-child.ts' }, output },
]);
