/** `ttleaks baseline`: writes or refreshes the file of known findings. */

import { TtleaksError } from '../core/errors.ts';
import { showPath } from '../core/path-text.ts';
import { readBaseline } from '../settings/baseline.ts';
import { refreshBaseline, writeBaseline } from '../settings/refresh-baseline.ts';
import { onInterrupt } from './interrupt.ts';
import { scanWithProgress } from './run-scan.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { settle } from './settle.ts';

export async function runBaseline(args: ScanArguments): Promise<number> {
  if (args.verify || args.revoke) {
    throw new TtleaksError('USAGE', 'baseline asks nobody about keys: leave --verify and --revoke out.');
  }
  const { baseline: named, ...others } = args;
  const settled = await settle(others);
  const file = named ?? settled.baselineFile;
  const interruption = onInterrupt();
  try {
    const old = readBaseline(file);
    const plain = { ...settled, scan: { ...settled.scan, baseline: old } };
    const report = await scanWithProgress(plain, args, interruption.signal);
    const code = interruption.exitCode();
    if (code !== undefined) {
      process.stderr.write(`ttleaks: interrupted: ${showPath(file)} is left as it was\n`);
      return code;
    }
    const { text, added, kept, dropped } = refreshBaseline(old, report.findings);
    writeBaseline(file, text);
    process.stdout.write(`${showPath(file)}: ${added} added, ${kept} kept, ${dropped} dropped\n`);
    if (report.scan.complete) return 0;
    throw new TtleaksError(
      'INCOMPLETE',
      `${file} may lack findings: ${report.scan.skipped.length} places were not read`,
    );
  } finally {
    interruption.stop();
  }
}
