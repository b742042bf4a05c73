import { defineConfig } from 'vitest/config';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

/** Real hook managers, which are installed on their own: see CONTRIBUTING.md. */
export default defineConfig({
  plugins: [ruleModules(), watModules()],
  test: {
    include: ['test/managers/**/*.test.ts'],
    testTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
