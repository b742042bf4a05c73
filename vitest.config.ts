import { defineConfig } from 'vitest/config';
import { watModules } from './build/wat-module-plugin.ts';
import { ruleModules } from './src/rules/rule-module-plugin.ts';

export default defineConfig({
  plugins: [ruleModules(), watModules()],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
