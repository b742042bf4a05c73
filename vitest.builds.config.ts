import { defineConfig } from 'vitest/config';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

/** Real builds by real bundlers, which are installed on their own: `npm ci --prefix test/builds`. */
export default defineConfig({
  plugins: [ruleModules(), watModules()],
  test: {
    include: ['test/builds/**/*.test.ts'],
    testTimeout: 300_000,
    pool: 'forks',
    maxWorkers: 1,
  },
});
