/** `ttleaks merge`: JSON reports, of shards say, as one. Nothing is scanned, and no key is known whole. */
import { resolve } from 'node:path';
import { joinReports } from '../audit/join-reports.ts';
import { missingShards } from '../audit/shard.ts';
import { TtleaksError } from '../core/errors.ts';
import { withUnread } from '../core/report.ts';
import { ruleFactsOf } from '../core/rule.ts';
import { readReport } from '../report/read-report.ts';
import { loadRules } from '../rules/load-rules.ts';
import { exitCodeOf } from './exit-code.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { checkOutputFiles } from './settle.ts';
import { writeReports } from './write-reports.ts';

export async function runMerge(args: ScanArguments): Promise<number> {
  const files = [...new Map((args.paths ?? []).map((file) => [resolve(file), file])).values()];
  if (files.length === 0) throw new TtleaksError('USAGE', 'merge: name the JSON reports to join.');
  checkOutputFiles(args);
  const rules = ruleFactsOf(await loadRules(args.rules ?? []));
  const reports = files.map((file) => readReport(file, rules));
  const missing = missingShards(reports);
  const gaps = missing === undefined ? [] : [{ path: '(shards)', reason: missing }];
  const report = withUnread(joinReports(reports), ...gaps);
  const failure = await writeReports(report, args);
  const code = exitCodeOf(report, args.failOn ?? 'warning');
  return code === 0 ? (failure ?? 0) : code;
}
