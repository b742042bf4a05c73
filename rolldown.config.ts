import { defineConfig } from 'rolldown';
import { ruleModules } from './src/rules/rule-module-plugin.ts';

export default defineConfig({
  input: {
    ttleaks: 'src/cli/ttleaks.ts',
    index: 'src/index.ts',
    'file-worker': 'src/sources/file-worker.ts',
  },
  platform: 'node',
  plugins: [ruleModules()],
  transform: { target: 'node20' },
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    chunkFileNames: 'chunks/[name]-[hash].js',
    sourcemap: false,
    minify: false,
    comments: false,
  },
});
