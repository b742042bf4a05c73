/** The step of GitHub Actions: committed, since a step runs what stands in the repository. */
import { defineConfig, type RolldownOptions } from 'rolldown';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

const common: RolldownOptions = {
  platform: 'node',
  plugins: [ruleModules(), watModules()],
  transform: { target: 'node24' },
};

/** One file each: nothing is gained by loading less where a job starts a machine. */
const output = {
  dir: 'action',
  format: 'esm',
  sourcemap: false,
  comments: false,
  codeSplitting: false,
} as const;

const worker = { ...output, format: 'cjs', entryFileNames: '[name].cjs' } as const;

export default defineConfig([
  { ...common, input: { main: 'src/action/main.ts' }, output: { ...output, cleanDir: true } },
  { ...common, input: { 'file-worker': 'src/sources/file-worker.ts' }, output: worker },
  { ...common, input: { 'pack-worker': 'src/scan/pack-worker.ts' }, output: worker },
]);
