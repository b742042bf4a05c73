/** What a hook on a developer's machine goes by: the configuration and the baseline at the root of the work tree. */
import { join } from 'node:path';
import { loadRules } from '../rules/load-rules.ts';
import type { ScanOptions } from '../scan/options.ts';
import { BASELINE_FILE, readBaseline } from '../settings/baseline.ts';
import { loadConfig } from '../settings/config.ts';
import type { FailOn } from './exit-code.ts';

export interface HookSettings {
  readonly failOn: FailOn;
  readonly options: Omit<ScanOptions, 'target' | 'cwd'>;
}

/** Without a root (a bare repository) there are none. */
export async function hookSettings(root: string | undefined): Promise<HookSettings> {
  const config = root === undefined ? undefined : await loadConfig({ start: root, root });
  const baseline = config?.baseline ?? (root === undefined ? undefined : join(root, BASELINE_FILE));
  return {
    failOn: config?.failOn ?? 'warning',
    options: {
      rules: await loadRules(config?.rules ?? []),
      baseline: baseline === undefined ? undefined : readBaseline(baseline),
      excludes: config ? [{ directory: '', patterns: config.exclude, source: config.file }] : [],
      jobs: 1,
      nodeModules: true,
      foreignAllow: config?.foreignAllow ?? false,
      lineHashes: false,
    },
  };
}

/** Whether they leave nothing to be said of what is clean: patterns may be wrong, and entries of the baseline expired. */
export function isSilent({ options: { excludes, baseline } }: HookSettings): boolean {
  const entries = [...(baseline?.entries.values() ?? [])];
  return (
    excludes.every(({ patterns }) => patterns.length === 0) &&
    entries.every(({ expires }) => expires === undefined)
  );
}
