/** The options that every scan takes: one table for the parser and the help. */
import { FORMATS } from '../report/formats.ts';
import { FAIL_ON } from './exit-code.ts';
import {
  REVOKE_OPTIONS,
  type RevokeArguments,
  VERIFY_OPTIONS,
  type VerifyArguments,
} from './verify-arguments.ts';

export const SCAN_OPTIONS = {
  staged: { type: 'boolean', describe: 'what the next commit would add: the index, never the work tree' },
  history: { type: 'boolean', describe: 'every object of the repository, and all messages' },
  range: { type: 'string', requiresArg: true, describe: 'with --history: only what A..B adds' },
  since: { type: 'string', requiresArg: true, describe: 'with --history: only newer commits' },
  package: { type: 'boolean', describe: 'what npm pack would ship of the package in the folder' },
  stdin: { type: 'boolean', describe: 'standard input' },
  'stdin-path': { type: 'string', requiresArg: true, describe: 'with --stdin: the path to report' },
  depth: {
    type: 'number',
    requiresArg: true,
    describe: 'of a site: how many links to follow from the page [0]',
  },
  origin: {
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'of a site: another origin to fetch from (https://cdn.example.com)',
  },
  'max-resources': { type: 'number', requiresArg: true, describe: 'of a site: fetch no more [5000]' },
  'max-total-size': { type: 'string', requiresArg: true, describe: 'of a site: read no more in all [1GB]' },
  'max-time': { type: 'number', requiresArg: true, describe: 'of a site: stop after so many seconds [600]' },
  rate: { type: 'number', requiresArg: true, describe: 'of a site: requests a second [50]' },
  'allow-private': {
    type: 'boolean',
    describe: 'of a site: its name may resolve to a private address, or to this machine',
  },
  format: {
    alias: 'f',
    choices: FORMATS,
    default: 'text',
    requiresArg: true,
    describe: 'what goes to standard output',
  },
  output: {
    alias: 'o',
    type: 'string',
    array: true,
    nargs: 1,
    describe: 'also write FILE, by its ending: .json .sarif .md .html .csv .txt',
  },
  'fail-on': {
    choices: FAIL_ON,
    requiresArg: true,
    describe: 'lowest level that makes the exit code 1 [warning]',
  },
  baseline: {
    type: 'string',
    requiresArg: true,
    describe: 'known findings [.ttleaks-baseline.json where it exists]',
  },
  config: { alias: 'c', type: 'string', requiresArg: true, describe: 'configuration file, data only' },
  rules: { type: 'string', array: true, nargs: 1, describe: 'more rules: a file or a folder' },
  exclude: { type: 'string', array: true, nargs: 1, describe: 'paths to leave out, in gitignore syntax' },
  'max-size': { type: 'string', requiresArg: true, describe: 'skip larger files, and say so (10MB)' },
  'node-modules': { type: 'boolean', describe: 'scan node_modules too' },
  jobs: { type: 'number', requiresArg: true, describe: 'worker threads [the cores]' },
  cache: { type: 'boolean', default: true, describe: 'use what earlier scans learned (--no-cache: do not)' },
  'foreign-allow': { type: 'boolean', describe: "let other scanners' allow comments count" },
  'show-secrets': { type: 'boolean', describe: 'whole keys, in text on standard output' },
  ...VERIFY_OPTIONS,
  revoke: { type: 'boolean', describe: 'revoke each key that is live; asks first' },
  ...REVOKE_OPTIONS,
  color: { type: 'boolean', default: true, describe: 'colour on a terminal (--no-color: none)' },
  progress: { type: 'boolean', default: true, describe: 'progress on a terminal (--no-progress: none)' },
  quiet: { type: 'boolean', describe: 'no summary when nothing is wrong' },
  verbose: { type: 'boolean', describe: 'suppressed findings and every skipped path too' },
} as const;

export interface ScanArguments extends VerifyArguments, RevokeArguments {
  readonly paths?: readonly string[];
  readonly staged?: boolean;
  readonly history?: boolean;
  readonly range?: string;
  readonly since?: string;
  readonly package?: boolean;
  readonly stdin?: boolean;
  readonly stdinPath?: string;
  readonly depth?: number;
  readonly origin?: readonly string[];
  readonly maxResources?: number;
  readonly maxTotalSize?: string;
  readonly maxTime?: number;
  readonly rate?: number;
  readonly allowPrivate?: boolean;
  readonly format: (typeof FORMATS)[number];
  readonly output?: readonly string[];
  readonly failOn?: (typeof FAIL_ON)[number];
  readonly baseline?: string;
  readonly config?: string;
  readonly rules?: readonly string[];
  readonly exclude?: readonly string[];
  readonly maxSize?: string;
  readonly nodeModules?: boolean;
  readonly jobs?: number;
  readonly cache: boolean;
  readonly foreignAllow?: boolean;
  readonly showSecrets?: boolean;
  readonly revoke?: boolean;
  readonly color: boolean;
  readonly progress: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}
