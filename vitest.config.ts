import { defineConfig } from 'vitest/config';
import { ruleModules } from './src/rules/rule-module-plugin.ts';
import { watModules } from './wat-module-plugin.ts';

export default defineConfig({
  plugins: [ruleModules(), watModules()],
  test: {
    include: ['test/**/*.test.ts'],
    // Real builds have a configuration of their own: vitest.builds.config.ts.
    exclude: ['**/node_modules/**', 'test/builds/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
