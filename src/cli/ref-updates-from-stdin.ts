/** The lines that git writes to a hook of a push. */
import { fstatSync } from 'node:fs';
import { TtleaksError } from '../core/errors.ts';

/** A million refs. */
const MAX_BYTES = 128 * 1_048_576;

/**
 * git writes them to a pipe. A terminal, or nothing at all, is what a hook manager gives that keeps them to itself:
 * the push would look as if it were empty.
 */
export async function refUpdatesFromStdin(hook: string, signal?: AbortSignal): Promise<Buffer> {
  if (isNoPipe()) {
    throw new TtleaksError(
      'INCOMPLETE',
      `hook ${hook}: standard input does not say what is pushed; hand it on (lefthook: use_stdin: true).`,
    );
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of process.stdin as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      throw new TtleaksError(
        'INCOMPLETE',
        `hook ${hook}: more refs than can be looked at; push fewer at once.`,
      );
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function isNoPipe(): boolean {
  try {
    return fstatSync(0).isCharacterDevice();
  } catch {
    return true;
  }
}
