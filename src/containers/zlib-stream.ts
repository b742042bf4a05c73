/**
 * Windows through one of the decompressors of node:zlib. Not by `pipeline`: it throws away what had come out before the
 * data turned out to be damaged or cut short, and a key may stand there.
 */
import { once } from 'node:events';
import type { Transform } from 'node:stream';
import { type FileBudget, Unreadable } from './budget.ts';
import type { Windows } from './member.ts';

/** What goes in at once. */
const PIECE_BYTES = 64 * 1024;
/** What comes out at once: so much may be lost where the data turns out to be damaged. */
export const CHUNK_BYTES = 64 * 1024;

export function through(engine: Transform, source: Windows, budget: FileBudget): Windows {
  let packedBytes = 0;
  const count = (bytes: number) => {
    packedBytes += bytes;
  };
  return budget.metered(pumped(engine, source, count), () => packedBytes);
}

async function* pumped(
  engine: Transform,
  source: Windows,
  count: (bytes: number) => void,
): AsyncGenerator<Buffer, void> {
  const state: { failure?: unknown; hasEnded: boolean } = { hasEnded: false };
  const wake = new Wake();
  engine.on('readable', () => wake.up());
  engine.on('end', () => {
    state.hasEnded = true;
    wake.up();
  });
  engine.on('error', (error) => {
    state.failure ??= unreadable(error);
    wake.up();
  });
  const feeding = feed(engine, source, count).catch((error: unknown) => {
    state.failure ??= error;
    wake.up();
  });
  try {
    for (;;) {
      const window = engine.read() as Buffer | null;
      if (window !== null) yield window;
      else if (state.failure !== undefined) throw state.failure;
      else if (state.hasEnded) return;
      else await wake.next();
    }
  } finally {
    engine.destroy();
    // Whoever reads the source next must not share it with us.
    await feeding;
  }
}

async function feed(engine: Transform, source: Windows, count: (bytes: number) => void): Promise<void> {
  const closed = once(engine, 'close').catch(() => {});
  for await (const window of source) {
    for (let at = 0; at < window.length; at += PIECE_BYTES) {
      const piece = window.subarray(at, at + PIECE_BYTES);
      count(piece.length);
      const written = new Promise<void>((resolve) => engine.write(piece, () => resolve()));
      await Promise.race([written, closed]);
      if (engine.destroyed || engine.readableEnded) return;
    }
  }
  // On its own: an end that came with the last piece would take its output along where it fails.
  engine.end();
}

class Wake {
  #resolve: (() => void) | undefined;
  #isDue = false;

  up(): void {
    this.#isDue = true;
    this.#resolve?.();
  }

  async next(): Promise<void> {
    if (!this.#isDue) {
      await new Promise<void>((resolve) => {
        this.#resolve = resolve;
      });
    }
    this.#resolve = undefined;
    this.#isDue = false;
  }
}

function unreadable(error: Error): Unreadable {
  const { code } = error as NodeJS.ErrnoException;
  return new Unreadable(
    code === 'Z_BUF_ERROR' || code === 'ERR_STREAM_PREMATURE_CLOSE'
      ? 'ends before its end: cut short'
      : `damaged: ${error.message}`,
    { cause: error },
  );
}
