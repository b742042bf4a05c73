/** What the arguments of a revocation ask for. What does not go together is refused, never ignored. */
import { TtleaksError } from '../core/errors.ts';
import type { HandOver } from '../timetime/rotation.ts';
import { handOverToCommand } from './hand-over-command.ts';
import { handOverToFile } from './hand-over-file.ts';
import type { RevokeArguments } from './verify-arguments.ts';

const DEFAULT_MAX = 10;
const DEFAULT_VARIABLE = 'TIMETIME_API_KEY';

export interface RevokeOptions {
  readonly max: number;
  readonly isDryRun: boolean;
  readonly isConfirmed: boolean;
  /** Absent: no replacement. */
  readonly handOver: HandOver | undefined;
  /** Whether it takes one key alone: a variable has one value. */
  readonly takesOneKey: boolean;
  /** Absent: a new one in the user's state directory. */
  readonly receiptFile: string | undefined;
  readonly includeIgnored: boolean;
}

export async function settleRevokeOptions(args: RevokeArguments): Promise<RevokeOptions> {
  const problem = problemWith(args);
  if (problem !== undefined) throw new TtleaksError('USAGE', problem);
  return {
    max: args.max ?? DEFAULT_MAX,
    isDryRun: args.dryRun ?? false,
    isConfirmed: args.yes ?? false,
    handOver: await handOverOf(args),
    takesOneKey: args.toEnvFile !== undefined,
    receiptFile: args.receipt,
    includeIgnored: args.includeIgnored ?? false,
  };
}

function problemWith(args: RevokeArguments): string | undefined {
  const { rotate, toEnvFile, toEnvName, toCommand, max, receipt } = args;
  const ways = [toEnvFile, toCommand].filter((way) => way !== undefined).length;
  const rules: readonly (readonly [boolean, string])[] = [
    [!rotate && ways > 0, '--to-env-file and --to-command say where a new key goes: add --rotate.'],
    [
      rotate === true && ways !== 1,
      '--rotate: say where the new key goes, with --to-env-file PATH or --to-command CMD.',
    ],
    [
      toEnvName !== undefined && toEnvFile === undefined,
      '--to-env-name names a variable of --to-env-file: add it.',
    ],
    [max !== undefined && !(Number.isInteger(max) && max >= 1), '--max: a whole number from 1.'],
    [
      [toEnvFile, toCommand, receipt].includes(''),
      '--to-env-file, --to-command, --receipt: empty; name one.',
    ],
  ];
  return rules.find(([isBroken]) => isBroken)?.[1];
}

async function handOverOf(args: RevokeArguments): Promise<HandOver | undefined> {
  if (args.toCommand !== undefined) return handOverToCommand(args.toCommand);
  if (args.toEnvFile === undefined) return undefined;
  return await handOverToFile(args.toEnvFile, args.toEnvName ?? DEFAULT_VARIABLE);
}
