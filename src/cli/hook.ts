/** `ttleaks hook pre-commit`: the staged scan of a hook, without the command-line parser. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { TtleaksError } from '../core/errors.ts';
import { openRepository } from '../git/repository.ts';
import { loadRules } from '../rules/load-rules.ts';
import { scan } from '../scan/scan.ts';
import { BASELINE_FILE, readBaseline } from '../settings/baseline.ts';
import { loadConfig } from '../settings/config.ts';
import { hasColor } from './color.ts';
import { exitCodeOf } from './exit-code.ts';
import { writeTo } from './output.ts';

const BLOCKED = `
The commit is blocked. Take the key out, stage the file again, and commit.
    git restore --staged FILE    takes a file out of the commit
    ttleaks:allow REASON         in a comment on the key's own line lets it pass
`;

export async function runHook(args: readonly string[]): Promise<number> {
  const name = hookName(args);
  if (name !== 'pre-commit' && name !== 'pre-merge-commit') {
    throw new TtleaksError(
      'USAGE',
      `${name === undefined ? 'hook: name one' : `hook ${name}`}; this version has hook pre-commit and hook pre-merge-commit.`,
    );
  }
  const cwd = process.cwd();
  const repository = await openRepository(cwd, { environment: 'inherit' });
  if (repository?.workTree === undefined)
    throw new TtleaksError('INCOMPLETE', 'hook pre-commit: not in a work tree of git.');
  const root = repository.workTree;
  const config = await loadConfig({ start: root, root });
  const report = await scan({
    target: { mode: 'staged', directory: '.', repository },
    cwd,
    rules: await loadRules(config?.rules ?? []),
    baseline: readBaseline(config?.baseline ?? join(root, BASELINE_FILE)),
    excludes: config ? [{ directory: '', patterns: config.exclude, source: config.file }] : [],
    jobs: 1,
    nodeModules: true,
    foreignAllow: config?.foreignAllow ?? false,
    lineHashes: false,
  });
  const code = exitCodeOf(report, config?.failOn ?? 'warning');
  // git shows what a hook prints; a clean commit needs no word.
  if (code === 0 && report.findings.length === 0 && report.scan.warnings.length === 0) return 0;
  const [{ textReport }, { textSummary }] = await Promise.all([
    import('../report/text.ts'),
    import('../report/text-summary.ts'),
  ]);
  const options = { color: hasColor(process.stderr, false), showSecrets: false, verbose: false };
  await writeTo(process.stderr, textReport(report, options));
  await writeTo(process.stderr, textSummary(report, options));
  if (code === 1) await writeTo(process.stderr, [BLOCKED]);
  return code;
}

function hookName(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: {} }).positionals[0];
  } catch (error) {
    throw new TtleaksError('USAGE', `hook: ${error instanceof Error ? error.message : error}`);
  }
}
