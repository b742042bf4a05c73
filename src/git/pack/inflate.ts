/**
 * Inflates many small zlib streams, one after another. A stream object for each, or `inflateSync`, costs more than the
 * inflating. WebAssembly does it within the memory where the content is wanted (inflate.wat). Where that cannot be, one
 * inflater of zlib is kept and reset, and called through its handle as the PNG libraries do. The handle is no public
 * API: it is tried on a known stream first, and where anything differs the public calls do the work.
 */
import { constants, createInflate, deflateSync, inflateSync } from 'node:zlib';
import { wasm } from './inflate.wat';

export interface Inflater {
  /**
   * Inflates the stream that begins in `input` at `from` and ends before `end`, to `output` at `at`.
   * The number of bytes, or -1: damaged, cut, or more than fits. What stands behind the stream does not matter.
   * All of the room may be overwritten, of which the stream must leave INFLATE_SLACK bytes unused: else it is taken to
   * be too large.
   */
  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number;
}

/** Room behind the content: with it, matches are copied in steps of sixteen bytes without a look at the end. */
export const INFLATE_SLACK = 320;

/** Larger ones are too few to take room for them. */
const MAX_WASM_INPUT_BYTES = 256 * 1024;
/** See inflate.wat. */
const TABLES_BYTES = 35_616;
const INPUT_OVERRUN_BYTES = 1024;
/** What lies before the stream in the first word that is copied. */
const MAX_SKEW_BYTES = 7;
/** Tables, and the stream. */
export const INFLATE_WORK_BYTES = TABLES_BYTES + MAX_SKEW_BYTES + MAX_WASM_INPUT_BYTES + INPUT_OVERRUN_BYTES;
/** To here a loop is faster than a view of the bytes and a call that copies them. */
const MAX_LOOP_BYTES = 320;

/** Memory below 512 MiB that does not grow, and INFLATE_WORK_BYTES in it from `work` on, a multiple of 16. */
export interface InflateMemory {
  readonly memory: WebAssembly.Memory;
  /** All of it. */
  readonly bytes: Buffer;
  readonly work: number;
}

interface InflateModule {
  prepare(base: number): void;
  inflate(base: number, at: number, end: number, out: number, limit: number): number;
}

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

/** For any output, and fastest where that is the `bytes` of the memory. */
export function createInflater(memory?: InflateMemory): Inflater {
  if (memory === undefined) return createZlibInflater();
  try {
    return new WasmInflater(memory, new LateInflater());
  } catch {
    // Without WebAssembly, or without its vectors.
    return createZlibInflater();
  }
}

/** For what is rare: trying the handle takes longer than the search of many a repository. */
class LateInflater implements Inflater {
  #inflater: Inflater | undefined;

  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number {
    this.#inflater ??= createZlibInflater();
    return this.#inflater.inflate(input, from, end, output, at, room);
  }
}

function createZlibInflater(): Inflater {
  try {
    const inflater = new HandleInflater();
    if (isSound(inflater)) return inflater;
  } catch {
    // Another Node.js than those that are known.
  }
  return new PublicInflater();
}

export class WasmInflater implements Inflater {
  readonly #module: InflateModule;
  readonly #other: Inflater;
  readonly #bytes: Buffer;
  readonly #words: Int32Array;
  readonly #work: number;
  /** The last one, for most lie in the same. */
  #input: Buffer | undefined;
  #inputWords: Int32Array = new Int32Array(0);

  /** `other`: for large streams, and other outputs. */
  constructor({ memory, bytes, work }: InflateMemory, other: Inflater) {
    const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { memory: { bytes: memory } });
    this.#module = exports as unknown as InflateModule;
    this.#other = other;
    this.#bytes = bytes;
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
    this.#work = work;
    this.#module.prepare(work);
  }

  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number {
    if (end - from > MAX_WASM_INPUT_BYTES || output !== this.#bytes)
      return this.#other.inflate(input, from, end, output, at, room);
    if (from >= end || room < INFLATE_SLACK) return -1;
    const copy = this.#copyIn(input, from, end);
    return this.#module.inflate(this.#work, copy, copy + end - from, at, at + room - INFLATE_SLACK);
  }

  /**
   * Word by word, with what else is in the first and the last word. To where it stands as in a word of eight bytes as
   * here: from shared memory, V8 copies byte by byte else.
   */
  #copyIn(input: Buffer, from: number, end: number): number {
    if (input !== this.#input) {
      this.#input = input;
      this.#inputWords = new Int32Array(input.buffer, 0, input.buffer.byteLength >> 2);
    }
    const source = this.#inputWords;
    const begin = input.byteOffset + from;
    const length = end - from;
    const to = this.#work + TABLES_BYTES;
    const last = (begin + length + 3) >> 2;
    if (length > MAX_LOOP_BYTES || last > source.length) {
      const copy = to + (begin & 7);
      this.#bytes.set(new Uint8Array(input.buffer, begin, length), copy);
      return copy;
    }
    const words = this.#words;
    for (let word = begin >> 2, target = to >> 2; word < last; word++, target++)
      words[target] = source[word]!;
    return to + (begin & 3);
  }
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
    return this.#failed || left < INFLATE_SLACK ? -1 : room - left;
  }
}

export class PublicInflater implements Inflater {
  inflate(input: Buffer, from: number, end: number, output: Buffer, at: number, room: number): number {
    if (room < INFLATE_SLACK) return -1;
    try {
      const content = inflateSync(input.subarray(from, end), { maxOutputLength: room });
      if (content.length > room - INFLATE_SLACK) return -1;
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
  const room = text.length + INFLATE_SLACK;
  const output = Buffer.alloc(5 + room + 1);
  const end = 3 + stream.length;
  const run = (to: number, most: number) => inflater.inflate(input, 3, to, output, 5, most);
  const isRight = (to: number) => {
    output.fill(0);
    const bytes = run(to, room);
    return bytes === text.length && output.subarray(5, 5 + bytes).equals(text) && output[5 + room] === 0;
  };
  if (!isRight(end) || !isRight(input.length)) return false;
  if (run(end - 1, room) !== -1 || !isRight(end)) return false;
  if (run(end, room - 1) !== -1 || run(end, 10) !== -1 || !isRight(end)) return false;
  input[end - 1]! ^= 1;
  const seesDamage = run(end, room) === -1;
  input[end - 1]! ^= 1;
  return seesDamage && isRight(input.length);
}
