import { defineConfig } from 'vitest/config';
import { ruleModules } from './src/rules/rule-module-plugin.ts';

export default defineConfig({
  plugins: [ruleModules()],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
