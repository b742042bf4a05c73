/** What git tells a hook of a push, on its standard input: a line for each ref that is to change. */
import { TtleaksError } from '../core/errors.ts';
import { decodePath } from '../core/path-text.ts';
import type { Repository } from './repository.ts';

export interface RefUpdate {
  /** The ref on the other side, by its full name, as path text. */
  readonly ref: string;
  /** What the other side has there now; absent where the ref is new to it. */
  readonly before?: string;
  /** What it shall have; absent for a deletion. */
  readonly after?: string;
}

/** `<local ref> <local id> <remote ref> <remote id>`. The local one may be any expression: `HEAD~2`, `(delete)`. */
const PUSHED = /^(?<local>.*) (?<after>[0-9a-f]+) (?<ref>refs\/.*) (?<before>[0-9a-f]+)$/s;
/** `<old id> <new id> <ref>`. */
const RECEIVED = /^(?<before>[0-9a-f]+) (?<after>[0-9a-f]+) (?<ref>.+)$/s;

/** Throws INCOMPLETE where a line says something else: what is not understood is not let through. */
export function parseRefUpdates(
  input: Buffer,
  hook: 'pre-push' | 'pre-receive',
  { objectFormat }: Pick<Repository, 'objectFormat'>,
): RefUpdate[] {
  const idDigits = objectFormat === 'sha256' ? 64 : 40;
  const lines = decodePath(input).split('\n');
  return lines.filter((line) => line !== '').map((line) => refUpdate(line, hook, idDigits));
}

function refUpdate(line: string, hook: 'pre-push' | 'pre-receive', idDigits: number): RefUpdate {
  const { ref, before, after } = (hook === 'pre-push' ? PUSHED : RECEIVED).exec(line)?.groups ?? {};
  if (ref === undefined || before?.length !== idDigits || after?.length !== idDigits) {
    throw new TtleaksError('INCOMPLETE', `hook ${hook}: a line of standard input is not what git writes.`);
  }
  return { ref, ...(isNone(before) ? {} : { before }), ...(isNone(after) ? {} : { after }) };
}

function isNone(id: string): boolean {
  return /^0+$/.test(id);
}
