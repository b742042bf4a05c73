import { defineConfig, type OutputOptions, type RolldownOptions } from 'rolldown';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

const common: RolldownOptions = {
  platform: 'node',
  plugins: [ruleModules(), watModules()],
  transform: { target: 'node20' },
  // What one entry loads late, another may load at once.
  checks: { ineffectiveDynamicImport: false },
};

const output: OutputOptions = {
  dir: 'dist',
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  sourcemap: false,
  minify: false,
  comments: false,
};

/** Without the loader of modules a thread starts sooner. */
const worker: OutputOptions = { ...output, format: 'cjs', entryFileNames: '[name].cjs' };

export default defineConfig([
  {
    ...common,
    input: { ttleaks: 'src/cli/ttleaks.ts' },
    // yargs asks for what a configuration of its own extends, of which there is none.
    transform: { ...common.transform, define: { 'import.meta.resolve': 'undefined' } },
    output: {
      ...output,
      cleanDir: true,
      // Node.js is some milliseconds faster with it than with modules: too many of them at every commit.
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
      // Each further file costs time as well: what a hook loads at once is one, with all that it imports, what a push
      // loads besides is another, and so is what a plain scan does.
      codeSplitting: {
        groups: [
          { name: 'hook', test: /\/src\/cli\/(?:hook|failure)\.ts$/, priority: 3 },
          { name: 'hook-push', test: /\/src\/cli\/hook-push\.ts$/, priority: 2 },
          { name: 'scan', test: /\/src\/(?:cli\/(?:command-line|hook-report)|scan\/scan)\.ts$/, priority: 1 },
        ],
      },
    },
  },
  { ...common, input: { index: 'src/index.ts' }, output },
  // A thread loads what it needs, and nothing else.
  { ...common, input: { 'file-worker': 'src/sources/file-worker.ts' }, output: worker },
  { ...common, input: { 'pack-worker': 'src/scan/pack-worker.ts' }, output: worker },
  // It leads to its native part by itself.
  { ...common, external: ['oxc-parser'], input: { 'fold-child': 'src/scan/fold-child.ts' }, output },
]);
