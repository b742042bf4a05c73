/** Arguments, environment and configuration into frozen options. Whatever is wrong with them ends here. */
import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import { FILE_ENDINGS, formatOfFile } from '../report/formats.ts';
import { loadRules } from '../rules/load-rules.ts';
import type { ScanOptions, ScanTarget } from '../scan/options.ts';
import { environmentUse } from '../scan/target-repository.ts';
import { BASELINE_FILE, readBaseline } from '../settings/baseline.ts';
import { cacheSecret } from '../settings/cache-secret.ts';
import { type Config, loadConfig } from '../settings/config.ts';
import type { ExcludeSet } from '../settings/path-filter.ts';
import { parseSize } from '../settings/size.ts';
import type { FailOn } from './exit-code.ts';
import { checkOutputFile } from './output.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { targetOf } from './target.ts';
import { stateFile } from './user-directories.ts';

export interface Settled {
  readonly scan: Omit<ScanOptions, 'signal' | 'onProgress'>;
  readonly failOn: FailOn;
  /** Where the baseline is, or would be written. */
  readonly baselineFile: string;
}

export async function settle(args: ScanArguments): Promise<Settled> {
  const cwd = process.cwd();
  const target = await targetOf(args);
  checkOutputFiles(args);
  const start = startOf(target, cwd);
  const opening = repositoryAt(start, cwd);
  loadMeanwhile(target);
  const repository = await opening;
  const root = repository?.workTree;
  const config = await loadConfig({ start, root, file: args.config });
  const baselineFile = args.baseline ?? config?.baseline ?? join(root ?? start, BASELINE_FILE);
  if (args.baseline !== undefined && !existsSync(args.baseline)) {
    throw new TtleaksError(
      'USAGE',
      `--baseline ${args.baseline}: no such file; write it with: ttleaks baseline --baseline ${args.baseline}`,
    );
  }
  return Object.freeze({
    failOn: args.failOn ?? config?.failOn ?? 'warning',
    baselineFile,
    scan: Object.freeze({
      target: target.mode === 'staged' || target.mode === 'history' ? { ...target, repository } : target,
      cwd,
      rules: await loadRules([...(config?.rules ?? []), ...(args.rules ?? [])]),
      baseline: readBaseline(baselineFile),
      excludes: excludesOf(args, config, root ?? start),
      maxBytes: maxBytesOf(args.maxSize) ?? config?.maxBytes,
      jobs: jobsOf(args.jobs) ?? config?.jobs ?? availableParallelism(),
      nodeModules: args.nodeModules ?? config?.nodeModules ?? false,
      foreignAllow: args.foreignAllow ?? config?.foreignAllow ?? false,
      cacheSecret: secretFor(target, args),
      lineHashes:
        args.format === 'sarif' || (args.output ?? []).some((file) => formatOfFile(file) === 'sarif'),
    }),
  });
}

export function checkOutputFiles({ output = [] }: Pick<ScanArguments, 'output'>): void {
  for (const file of output) {
    if (formatOfFile(file) === undefined) {
      throw new TtleaksError(
        'USAGE',
        `--output ${file}: its ending names no format; use ${FILE_ENDINGS.join(' ')}`,
      );
    }
    checkOutputFile(file);
  }
}

/** In the place that the XDG base directory specification has for what outlives a run, but is nobody's document. */
function secretFor(target: ScanTarget, { cache }: ScanArguments): Uint8Array | undefined {
  if (target.mode !== 'history' || !cache) return undefined;
  return cacheSecret(stateFile('cache-secret'));
}

/** The directory that the configuration is looked for from. */
function startOf(target: ScanTarget, cwd: string): string {
  if (target.mode === 'stdin' || target.mode === 'site') return cwd;
  const named = target.mode === 'files' ? (target.paths[0] ?? '.') : target.directory;
  const path = resolve(cwd, named);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    if (named.startsWith('file://')) return cwd;
    throw new TtleaksError('USAGE', `${named}: no such file or directory; check the path.`);
  }
  return stats.isDirectory() ? path : dirname(path);
}

/** While git answers, there is nothing else to do. Where it fails, the scan itself meets the failure. */
function loadMeanwhile({ mode }: ScanTarget): void {
  if (mode === 'history') import('../scan/scan-history.ts').catch(() => {});
}

/** Undefined outside a repository, and in one that git will not read: the scan itself says so. */
async function repositoryAt(start: string, cwd: string): Promise<Repository | undefined> {
  try {
    return await openRepository(start, { environment: environmentUse(start, cwd) });
  } catch {
    return undefined;
  }
}

function excludesOf(args: ScanArguments, config: Config | undefined, root: string): ExcludeSet[] {
  const sets: ExcludeSet[] = [];
  if (args.exclude) sets.push({ directory: '', patterns: args.exclude, source: '--exclude' });
  if (config && config.exclude.length > 0) {
    const directory = relative(root, dirname(config.file)).replaceAll('\\', '/');
    sets.push({
      directory: directory.startsWith('..') ? '' : directory,
      patterns: config.exclude,
      source: config.file,
    });
  }
  return sets;
}

function maxBytesOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const bytes = parseSize(text);
  if (bytes === undefined)
    throw new TtleaksError('USAGE', `--max-size ${text}: not a size; write 500KB or 10MB.`);
  return bytes;
}

const MAX_JOBS = 256;

function jobsOf(jobs: number | undefined): number | undefined {
  if (jobs === undefined) return undefined;
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= MAX_JOBS) return jobs;
  throw new TtleaksError('USAGE', `--jobs: a whole number from 1 to ${MAX_JOBS}.`);
}
