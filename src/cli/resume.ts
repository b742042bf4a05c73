/**
 * The run that a receipt tells of: which keys were not dealt with, and where they had been found. Where they are sent
 * is not its say: the API must be the one that this run is told to ask.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { readSmallFile } from '../settings/read-small-file.ts';
import { isPending, type ReceiptState, readReceipt } from '../timetime/read-receipt.ts';
import type { RevokeCommandArguments } from './revoke-arguments.ts';
import { stateFile } from './user-directories.ts';

/** Receipts that are looked through for one with something left to do. */
const MAX_RECEIPTS = 100;

/** What decides which keys a scan finds. */
const KEPT_ARGUMENTS = [
  'paths',
  'staged',
  'history',
  'range',
  'since',
  'package',
  'stdin',
  'config',
  'rules',
  'exclude',
  'maxSize',
  'nodeModules',
  'foreignAllow',
  'baseline',
  'includeIgnored',
] as const satisfies readonly (keyof RevokeCommandArguments)[];

export interface EarlierRun {
  readonly file: string;
  readonly state: ReceiptState;
}

/** What a receipt keeps of a run. */
export function runFacts(api: URL, args: RevokeCommandArguments): object {
  const kept = KEPT_ARGUMENTS.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]]));
  return {
    api: api.href,
    cwd: process.cwd(),
    rotate: args.rotate ?? false,
    args: Object.fromEntries(kept) as object,
  };
}

/** `named` is empty for the newest receipt with something left to do. */
export function earlierRun(named: string): EarlierRun {
  const file = named === '' ? newestUnfinished() : named;
  return { file, state: readReceipt(readSmallFile(file), file) };
}

function newestUnfinished(): string {
  const directory = stateFile('receipts');
  for (const name of receiptNames(directory).slice(0, MAX_RECEIPTS)) {
    const file = join(directory, name);
    if (readReceipt(readSmallFile(file), file).keys.some(isPending)) return file;
  }
  throw new TtleaksError('USAGE', `--resume: no receipt in ${directory} has anything left to do; name one.`);
}

/** Newest first. */
function receiptNames(directory: string): string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
    return names.sort().reverse();
  } catch {
    return [];
  }
}

/** This run's arguments, with those of the earlier one that say where its keys are. Goes to where it ran. */
export function argumentsOfRun(
  args: RevokeCommandArguments,
  { file, state: { run } }: EarlierRun,
  api: URL,
): RevokeCommandArguments {
  const { api: asked, cwd, rotate, args: kept } = run;
  if (typeof asked !== 'string' || typeof cwd !== 'string' || typeof kept !== 'object' || kept === null) {
    throw new TtleaksError(
      'CONFIG',
      `${file}: does not say where its keys were found; name another receipt.`,
    );
  }
  if (asked !== api.href) {
    throw new TtleaksError('USAGE', `${file} is of a run that asked ${asked}; add --api-url ${asked}`);
  }
  if (rotate === true && !args.rotate) {
    throw new TtleaksError(
      'USAGE',
      `${file} is of a run that was to replace its keys; add --rotate, and --to-env-file or --to-command.`,
    );
  }
  const { stdin: wasStdin, ...others } = Object.fromEntries(
    KEPT_ARGUMENTS.map((name) => [name, (kept as Readonly<Record<string, unknown>>)[name]]).filter(
      ([, value]) => isArgument(value),
    ),
  ) as Partial<RevokeCommandArguments>;
  if (args.stdin) return args;
  if (wasStdin) {
    throw new TtleaksError(
      'USAGE',
      `${file}: its keys came on standard input; give them again, with --stdin.`,
    );
  }
  try {
    process.chdir(cwd);
  } catch (error) {
    throw new TtleaksError('USAGE', `${file}: its folder ${cwd} is gone; give the keys with --stdin.`, {
      cause: error,
    });
  }
  return { ...args, ...others };
}

function isArgument(value: unknown): boolean {
  const isText = (one: unknown) => typeof one === 'string';
  return isText(value) || typeof value === 'boolean' || (Array.isArray(value) && value.every(isText));
}
