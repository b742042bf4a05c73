/** The options of `ttleaks revoke`, beside those of a scan. */
import type { ScanArguments } from './scan-arguments.ts';

export const REVOKE_COMMAND_OPTIONS = {
  resume: {
    type: 'string',
    describe: 'go on with the run that this receipt tells of [the newest one with something left to do]',
  },
} as const;

export interface RevokeCommandArguments extends ScanArguments {
  /** Empty where no receipt is named. */
  readonly resume?: string;
}
