/** Bundles arrange-needles.ts, which reads the program's own sources. */
import { defineConfig } from 'rolldown';
import { ruleModules } from '../src/rules/rule-module-plugin.ts';
import { watModules } from '../wat-module-plugin.ts';

export default defineConfig({
  input: 'bench/arrange-needles.ts',
  platform: 'node',
  plugins: [ruleModules(), watModules()],
  output: { file: 'node_modules/.cache/ttleaks-arrange-needles.mjs', format: 'esm' },
});
