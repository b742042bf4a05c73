/** What the arguments ask to be scanned. What does not go together is refused, never ignored. */
import { TtleaksError } from '../core/errors.ts';
import type { ScanTarget } from '../scan/options.ts';
import type { ScanArguments } from './scan-arguments.ts';

export function targetOf(args: ScanArguments): ScanTarget {
  const problem = problemWith(args);
  if (problem !== undefined) throw new TtleaksError('USAGE', problem);
  const { paths = [], stdinPath = '(stdin)' } = args;
  const [directory = '.'] = paths;
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
  const rules: readonly (readonly [boolean, string])[] = [
    [paths.includes(''), 'an empty path; name what to scan, or leave it out for the current directory.'],
    [
      paths.some((path) => /^https?:\/\//i.test(path)),
      'pages of a site cannot be scanned by this version; save the page, then scan its folder.',
    ],
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

function scopeOf({ range, since }: ScanArguments) {
  if (range !== undefined) return { kind: 'range', range } as const;
  return since === undefined ? ({ kind: 'all' } as const) : ({ kind: 'since', date: since } as const);
}
