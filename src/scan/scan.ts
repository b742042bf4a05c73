/** Joins the stages: a source, the detector, what history and git say of it, one report. */
import { TtleaksError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import { Detector } from '../detect/detector.ts';
import { VERSION } from '../version.ts';
import { Collector } from './collector.ts';
import type { ScanOptions } from './options.ts';
import { scanStaged } from './scan-staged.ts';

/**
 * Throws a TtleaksError for what is wrong with the options. Whatever else goes wrong is in the report: one bad file or
 * object never ends a scan, and one that could not even begin says so. When the signal fires, the report has what was found by then.
 */
export async function scan(options: ScanOptions): Promise<Report> {
  const { target, rules, signal } = options;
  const collector = new Collector(options.baseline, options.onProgress);
  const detector = new Detector(rules, { foreignAllow: options.foreignAllow });
  try {
    await scanTarget(options, detector, collector);
  } catch (error) {
    if (signal?.aborted) collector.isInterrupted = true;
    else if (error instanceof TtleaksError && error.code === 'INCOMPLETE') {
      collector.skip(targetName(target), error.message, 'unread');
    } else throw error;
  }
  const report = collector.report(targetName(target), target.mode, rules, VERSION);
  const isPart = target.mode === 'history' && target.scope.kind !== 'all';
  return isPart ? { ...report, scan: { ...report.scan, isPart } } : report;
}

/** Start-up counts in a hook: other sources than the index are loaded only where they are asked for. */
async function scanTarget(options: ScanOptions, detector: Detector, collector: Collector): Promise<void> {
  const { target } = options;
  switch (target.mode) {
    case 'files':
      return (await import('./scan-files.ts')).scanFiles(target, detector, collector, options);
    case 'staged':
      return scanStaged(target, detector, collector, options);
    case 'history': {
      const { scanHistory } = await import('./scan-history.ts');
      return scanHistory(target, detector, collector, options);
    }
    case 'stdin':
      return (await import('./scan-stdin.ts')).scanStdin(target, detector, collector, options.signal);
    case 'site':
      return (await import('./scan-site.ts')).scanSite(target, detector, collector, options);
    default:
      return target satisfies never;
  }
}

function targetName(target: ScanOptions['target']): string {
  if (target.mode === 'files') return target.paths.join(' ');
  if (target.mode === 'site') return target.url;
  return target.mode === 'stdin' ? target.path : target.directory;
}
