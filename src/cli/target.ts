/** What the arguments ask to be scanned. What does not go together is refused, never ignored. */
import { TtleaksError } from '../core/errors.ts';
import type { ScanTarget } from '../scan/options.ts';
import type { ScanArguments } from './scan-arguments.ts';
import { givenRevokeOption } from './verify-arguments.ts';

export async function targetOf(args: ScanArguments): Promise<ScanTarget> {
  const problem = problemWith(args);
  if (problem !== undefined) throw new TtleaksError('USAGE', problem);
  const { paths = [], stdinPath = '(stdin)' } = args;
  const [directory = '.'] = paths;
  if (isSite(directory)) return (await import('./site-target.ts')).siteTarget(directory, args);
  if (args.stdin) return { mode: 'stdin', path: stdinPath, input: process.stdin };
  if (args.staged) return { mode: 'staged', directory };
  if (args.history) return { mode: 'history', directory, scope: scopeOf(args) };
  const isPackage = args.package === true;
  return { mode: 'files', paths: paths.length === 0 ? ['.'] : paths, ...(isPackage ? { isPackage } : {}) };
}

function problemWith(args: ScanArguments): string | undefined {
  const { paths = [], staged, history, stdin, range, since, stdinPath } = args;
  const modes = Object.entries({ staged, history, stdin, package: args.package }).flatMap(
    ([mode, isAsked]) => (isAsked ? [mode] : []),
  );
  const siteOption = siteOptionIn(args);
  const ofRevocation = args.revoke ? undefined : givenRevokeOption(args);
  const rules: readonly (readonly [boolean, string])[] = [
    [paths.includes(''), 'an empty path; name what to scan, or leave it out for the current directory.'],
    [paths.length > 1 && paths.some(isSite), 'a site is scanned on its own: name one address, and no paths.'],
    [
      modes.length > 0 && paths.some(isSite),
      `--${modes[0]} is for what lies on this machine: leave it out for a site.`,
    ],
    [
      siteOption !== undefined && !paths.some(isSite),
      `--${siteOption} is for a site: name its address (https://…).`,
    ],
    [ofRevocation !== undefined, `--${ofRevocation} belongs to a revocation: add --revoke.`],
    [modes.length > 1, `--${modes.join(' and --')}: choose one.`],
    [
      !history && (range !== undefined || since !== undefined),
      '--range and --since narrow --history: add --history.',
    ],
    [range !== undefined && since !== undefined, '--range and --since: choose one.'],
    [!stdin && stdinPath !== undefined, '--stdin-path names what --stdin reads: add --stdin.'],
    [stdin === true && paths.length > 0, '--stdin scans standard input alone: leave the paths out.'],
    [modes.length === 1 && paths.length > 1, `--${modes[0]} takes one directory.`],
  ];
  return rules.find(([isBroken]) => isBroken)?.[1];
}

export function isSite(path: string): boolean {
  return /^https?:\/\//i.test(path);
}

/** The first option that only a site has, as it is written. */
function siteOptionIn(args: ScanArguments): string | undefined {
  const { depth, origin, maxResources, maxTotalSize, maxTime, rate, allowPrivate } = args;
  const options = {
    depth,
    origin,
    'max-resources': maxResources,
    'max-total-size': maxTotalSize,
    'max-time': maxTime,
    rate,
    'allow-private': allowPrivate,
  };
  return Object.entries(options).find(([, value]) => value !== undefined)?.[0];
}

function scopeOf({ range, since }: ScanArguments) {
  if (range !== undefined) return { kind: 'range', range } as const;
  return since === undefined ? ({ kind: 'all' } as const) : ({ kind: 'since', date: since } as const);
}
