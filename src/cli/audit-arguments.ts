/** The options that only an audit takes, for the parser and the help. */
import type { ScanArguments } from './scan-arguments.ts';

export const AUDIT_OPTIONS = {
  parallel: { type: 'number', requiresArg: true, describe: 'repositories at once [4]' },
  keep: {
    type: 'string',
    requiresArg: true,
    describe: 'keep the clones in DIR, and fetch only what is new next time',
  },
  'pull-requests': {
    type: 'boolean',
    default: true,
    describe: 'the refs of pull requests too (--no-pull-requests: not those)',
  },
} as const;

export interface AuditArguments extends ScanArguments {
  readonly parallel?: number;
  readonly keep?: string;
  readonly pullRequests: boolean;
}
