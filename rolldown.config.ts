import { defineConfig } from 'rolldown';
import { watModules } from './build/wat-module-plugin.ts';
import { ruleModules } from './src/rules/rule-module-plugin.ts';

/** Everything that a scan of the index needs, as long as it finds nothing. */
const QUICK =
  /\/src\/(?:version|core\/|detect\/|cli\/(?:hook|color|exit-code|failure|output|quick|run-scan|settle|target|interrupt|progress|scan-arg)|git\/(?:environment|index-state|lines|object-reader|repository|run|history-scope)\.ts|report\/(?:formats|text-summary|wording|tally|shown|advice)|rules\/(?:load-rules|rule-data|shipped)|scan\/(?:collector|left-out|names|options|scan|scan-staged|target-repository|token)\.ts|settings\/(?:baseline|config|find-config|ignore-patterns|path-filter|read-small-file|size)\.ts)|\/rules\/timetime\.yml|\/node_modules\/(?:ignore|picocolors)\//;

export default defineConfig({
  input: {
    ttleaks: 'src/cli/ttleaks.ts',
    index: 'src/index.ts',
    'file-worker': 'src/sources/file-worker.ts',
    'pack-worker': 'src/git/pack/pack-worker.ts',
  },
  platform: 'node',
  plugins: [ruleModules(), watModules()],
  transform: { target: 'node20' },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: false,
    minify: false,
    comments: false,
    // What a hook loads stands in one file: each further one costs a millisecond at every commit.
    codeSplitting: {
      groups: [{ name: 'quick', test: QUICK }],
    },
  },
});
