/** The options that only an audit takes, for the parser and the help. */
import type { Visibility } from '../core/report.ts';
import type { ScanArguments } from './scan-arguments.ts';

export const AUDIT_OPTIONS = {
  verify: {
    type: 'boolean',
    default: true,
    describe: 'ask TimeTime whether each key is live (--no-verify: not asked)',
  },
  parallel: { type: 'number', requiresArg: true, describe: 'repositories at once [4]' },
  keep: {
    type: 'string',
    requiresArg: true,
    describe: 'keep the clones in DIR, and fetch only what is new next time',
  },
  resume: { type: 'boolean', describe: 'go on where the same audit was interrupted' },
  shard: { type: 'string', requiresArg: true, describe: 'only the I-th of N parts of the targets (1/4)' },
  'pull-requests': {
    type: 'boolean',
    default: true,
    describe: 'the refs of pull requests too (--no-pull-requests: not those)',
  },
  wiki: { type: 'boolean', describe: 'of github:…: the wikis too' },
  gists: { type: 'boolean', describe: 'of github:owner: the gists of a person too' },
  archived: {
    type: 'boolean',
    default: true,
    describe: 'of github:owner: archived repositories too (--no-archived: not those)',
  },
  forks: { type: 'boolean', default: true, describe: 'of github:owner: forks too (--no-forks: not those)' },
  topic: { type: 'string', array: true, nargs: 1, describe: 'of github:owner: only with this topic' },
  visibility: {
    choices: ['public', 'private', 'internal'],
    requiresArg: true,
    describe: 'of github:owner: only such repositories',
  },
  'pushed-since': {
    type: 'string',
    requiresArg: true,
    describe: 'of github:owner: only what was pushed to since the day (2026-01-31)',
  },
  'github-url': {
    type: 'string',
    requiresArg: true,
    describe: 'a GitHub Enterprise server [GITHUB_SERVER_URL, https://github.com]',
  },
} as const;

export interface AuditArguments extends ScanArguments {
  readonly verify: boolean;
  readonly parallel?: number;
  readonly keep?: string;
  readonly resume?: boolean;
  readonly shard?: string;
  readonly pullRequests: boolean;
  readonly wiki?: boolean;
  readonly gists?: boolean;
  readonly archived: boolean;
  readonly forks: boolean;
  readonly topic?: readonly string[];
  readonly visibility?: Visibility;
  readonly pushedSince?: string;
  readonly githubUrl?: string;
}
