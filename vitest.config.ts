import { defineConfig } from 'vitest/config';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

export default defineConfig({
  plugins: [ruleModules(), watModules()],
  test: {
    include: ['test/**/*.test.ts'],
    // What needs tools that are installed on their own: vitest.builds.config.ts, vitest.managers.config.ts.
    exclude: ['**/node_modules/**', 'test/builds/**', 'test/managers/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
