/**
 * Inflates many small zlib streams, one after another. A stream object for each, or `inflateSync`, costs more than the
 * inflating: one inflater is kept and reset, and called through its handle as the PNG libraries do. The handle is no
 * public API: it is tried on a known stream first, and where anything differs the public calls do the work.
 */
import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';

export interface Inflater {
  /**
   * Inflates the stream that begins in `input` at `from` and ends before `end`, to `output` at `at`.
   * The number of bytes, or -1: damaged, cut, or more than fits. What stands behind the stream does not matter.
   * The stream must leave at least one byte of the room unused: else it is taken to be too large.
   */
  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number;
}

/** More room than needed lets zlib take its fast path to the last byte. */
export const INFLATE_SLACK = 320;

interface Handle {
  writeSync(
    flush: number,
    input: Buffer,
    from: number,
    inputBytes: number,
    output: Buffer,
    at: number,
    room: number,
  ): void;
  reset(): void;
  onerror: (message: string, code: number, name: string) => void;
}

interface Insides {
  readonly _handle?: Handle;
  /** Room and input that are left. */
  readonly _writeState?: Uint32Array;
}

export function createInflater(): Inflater {
  try {
    const inflater = new HandleInflater();
    if (isSound(inflater)) return inflater;
  } catch {
    // Another Node.js than those that are known.
  }
  return new PublicInflater();
}

export class HandleInflater implements Inflater {
  /** Held: when it is collected, the handle closes. */
  readonly #engine = createInflate();
  readonly #handle: Handle;
  readonly #state: Uint32Array;
  #failed = false;

  constructor() {
    const { _handle: handle, _writeState: state } = this.#engine as unknown as Insides;
    if (typeof handle?.writeSync !== 'function' || typeof handle.reset !== 'function')
      throw new TypeError('no such handle');
    if (!(state instanceof Uint32Array) || state.length < 2) throw new TypeError('no such state');
    this.#handle = handle;
    this.#state = state;
    handle.onerror = () => {
      this.#failed = true;
    };
  }

  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number {
    this.#failed = false;
    this.#handle.writeSync(constants.Z_FINISH, input, from, end - from, output, at, room);
    const left = this.#state[0]!;
    this.#handle.reset();
    // With room to spare and no complaint, the stream was whole, and so was its checksum.
    return this.#failed || left === 0 ? -1 : room - left;
  }
}

export class PublicInflater implements Inflater {
  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number {
    try {
      const content = inflateSync(input.subarray(from, end), { maxOutputLength: room });
      if (content.length >= room) return -1;
      output.set(content, at);
      return content.length;
    } catch {
      return -1;
    }
  }
}

/** Tries what it will be used for: a stream within others, twice, and after damage, a cut and a lack of room. */
function isSound(inflater: Inflater): boolean {
  const text = Buffer.from('ttleaks tries its inflater, tries its inflater. '.repeat(40), 'latin1');
  const stream = deflateSync(text);
  const input = Buffer.concat([Buffer.alloc(3, 1), stream, Buffer.alloc(40, 2)]);
  const output = Buffer.alloc(text.length + 16);
  const end = 3 + stream.length;
  const run = (to: number, room: number) => inflater.inflate(input, 3, to, output, 5, room);
  const isRight = (to: number) => {
    output.fill(0);
    const bytes = run(to, text.length + 1);
    return bytes === text.length && output.subarray(5, 5 + bytes).equals(text) && output[6 + bytes] === 0;
  };
  if (!isRight(end) || !isRight(input.length)) return false;
  if (run(end - 1, text.length + 1) !== -1 || !isRight(end)) return false;
  if (run(end, text.length) !== -1 || run(end, 10) !== -1 || !isRight(end)) return false;
  input[end - 1]! ^= 1;
  const seesDamage = run(end, text.length + 1) === -1;
  input[end - 1]! ^= 1;
  return seesDamage && isRight(input.length);
}
