/** The options of verification and revocation, for the parser and the help. */

export const VERIFY_OPTIONS = {
  verify: { type: 'boolean', describe: 'ask TimeTime whether each key is live' },
  'api-url': {
    type: 'string',
    requiresArg: true,
    describe: "TimeTime's API [TIMETIME_API_URL, https://api.timetime.in]",
  },
  ca: { type: 'string', requiresArg: true, describe: 'trust the certificates of this PEM file too' },
  'verify-timeout': {
    type: 'number',
    requiresArg: true,
    describe: 'seconds for all questions together [60]',
  },
  'verify-cache': { type: 'boolean', describe: "use verdicts of earlier runs, and keep this one's" },
} as const;

export const REVOKE_OPTIONS = {
  yes: { type: 'boolean', describe: 'revoke without asking' },
  'dry-run': { type: 'boolean', describe: 'show what would be revoked, and do nothing' },
  max: { type: 'number', requiresArg: true, describe: 'refuse to revoke more keys than this [10]' },
  rotate: { type: 'boolean', describe: 'make a new key first, and hand it over' },
  'to-env-file': {
    type: 'string',
    requiresArg: true,
    describe: 'with --rotate: write the new key to this file',
  },
  'to-env-name': { type: 'string', requiresArg: true, describe: 'its variable there [TIMETIME_API_KEY]' },
  'to-command': {
    type: 'string',
    requiresArg: true,
    describe: 'with --rotate: run this, with the new key on its standard input',
  },
  receipt: { type: 'string', requiresArg: true, describe: 'where each step is recorded' },
  'include-ignored': { type: 'boolean', describe: 'also keys that stand in ignored files alone' },
} as const;

export interface VerifyArguments {
  readonly verify?: boolean;
  readonly apiUrl?: string;
  readonly ca?: string;
  readonly verifyTimeout?: number;
  readonly verifyCache?: boolean;
}

export interface RevokeArguments {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly max?: number;
  readonly rotate?: boolean;
  readonly toEnvFile?: string;
  readonly toEnvName?: string;
  readonly toCommand?: string;
  readonly receipt?: string;
  readonly includeIgnored?: boolean;
}

/** An option of a revocation that is given; where nobody asked for one, it is refused. */
export function givenRevokeOption(args: RevokeArguments): string | undefined {
  const given: Readonly<Record<keyof typeof REVOKE_OPTIONS, unknown>> = {
    yes: args.yes,
    'dry-run': args.dryRun,
    max: args.max,
    rotate: args.rotate,
    'to-env-file': args.toEnvFile,
    'to-env-name': args.toEnvName,
    'to-command': args.toCommand,
    receipt: args.receipt,
    'include-ignored': args.includeIgnored,
  };
  return Object.entries(given).find(([, value]) => value !== undefined)?.[0];
}
