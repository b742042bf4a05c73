/** The lines that git writes to a hook of a push. */
import { fstatSync } from 'node:fs';
import { TtleaksError } from '../core/errors.ts';

/** A million refs. */
const MAX_BYTES = 128 * 1_048_576;

/** Throws INCOMPLETE at a terminal, where nothing would ever come. */
export async function refUpdatesFromStdin(hook: string, signal?: AbortSignal): Promise<Buffer> {
  if (process.stdin.isTTY) {
    throw new TtleaksError(
      'INCOMPLETE',
      `hook ${hook}: git writes what is pushed to standard input, and none came (lefthook: use_stdin: true).`,
    );
  }
  if (isClosed()) return Buffer.alloc(0);
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    bytes += piece.length;
    if (bytes > MAX_BYTES)
      throw new TtleaksError(
        'INCOMPLETE',
        `hook ${hook}: more refs than can be looked at; push fewer at once.`,
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function isClosed(): boolean {
  try {
    fstatSync(0);
    return false;
  } catch {
    return true;
  }
}
