/**
 * Applies and searches one delta: what a needle that the base does not have needs, to be in the object, is to lie
 * within an insert, which the caller looks for, or across a seam between two instructions, which is looked for here.
 * A seam is looked at through the bytes on both of its sides: most pairs of bytes stand next to each other in no
 * needle. The work is done in WebAssembly (delta.wat): hundreds of thousands of short deltas are over before
 * JavaScript has been compiled well.
 */
import type { Needle } from '../../core/needle-search.ts';
import { wasm } from './delta.wat';

/** The delta does not hold what it declares. */
export const DAMAGED = 0;
/** No new needle, and none of the base came along. */
export const CLEAN = 1;
/** A needle may lie across a seam: only the object tells. */
export const UNSURE = 2;
/** A needle of the base came along whole. */
export const INHERITED = 3;
export type DeltaOutcome = typeof DAMAGED | typeof CLEAN | typeof UNSURE | typeof INHERITED;

/** So much behind a rebuilt object may be overwritten. */
export const DELTA_SLACK = 16;

/** Where needles of a base lie: begin and end of each. */
export type Spans = readonly number[];

/** Room in memory for a list of numbers. */
export interface Room {
  readonly at: number;
  readonly end: number;
}

export interface DeltaInput {
  /** Where the instructions begin and end. */
  readonly from: number;
  readonly end: number;
  readonly base: number;
  readonly baseSize: number;
  /** Needles in the base. */
  readonly spans: Spans;
  /** Where the object is to be rebuilt, or -1: it is searched only. There must be room. */
  readonly target: number;
  readonly targetSize: number;
  /** Where the table of seams is. */
  readonly seams: number;
  /** Whether to note what in the rebuilt object is not from the base in one piece. */
  readonly isTouchedWanted: boolean;
}

interface DeltaModule {
  readonly apply: Apply;
  readonly touchedEnd: WebAssembly.Global;
}

type Apply = (
  from: number,
  end: number,
  base: number,
  baseSize: number,
  target: number,
  targetSize: number,
  seams: number,
  touched: number,
  touchedLimit: number,
  spans: number,
  spansEnd: number,
) => DeltaOutcome;

/** One after another, all in one memory. */
export class DeltaSearch {
  readonly #module: DeltaModule;
  readonly #touched: Room;
  readonly #spans: Room;
  readonly #spanNumbers: Uint32Array;

  /** `spans` has room for as many as are given. */
  constructor(memory: WebAssembly.Memory, { touched, spans }: { touched: Room; spans: Room }) {
    const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    const { exports } = new WebAssembly.Instance(module, { memory: { bytes: memory } });
    this.#module = exports as unknown as DeltaModule;
    this.#touched = touched;
    this.#spans = spans;
    this.#spanNumbers = new Uint32Array(memory.buffer, spans.at, (spans.end - spans.at) / 4);
  }

  /** Ranges begin where the room for them does. */
  get touchedEnd(): number {
    return this.#module.touchedEnd.value;
  }

  apply(input: DeltaInput): DeltaOutcome {
    const { spans, isTouchedWanted } = input;
    const { at: touched, end: limit } = this.#touched;
    for (let index = 0; index < spans.length; index++) this.#spanNumbers[index] = spans[index]!;
    return this.#module.apply(
      input.from,
      input.end,
      input.base,
      input.baseSize,
      input.target,
      input.targetSize,
      input.seams,
      touched,
      isTouchedWanted ? limit : touched,
      this.#spans.at,
      this.#spans.at + 4 * spans.length,
    );
  }
}

const PAIRS = 0x10000;
/** A list by the number of its pair; 0 is none. */
const LISTS_AT = 2 * PAIRS;

/**
 * Where needles can be cut in two, by the byte before the cut and the one behind it, written to memory as delta.wat
 * reads it. Gives the first address behind it. Throws RangeError where it does not fit.
 */
export function writeSeamTable(memory: Buffer, { at, end }: Room, needles: readonly Needle[]): number {
  const cuts = new Map<number, { readonly needle: Uint8Array; readonly before: number }[]>();
  for (const { bytes } of needles) {
    for (let before = 1; before < bytes.length; before++) {
      const pair = (bytes[before - 1]! << 8) | bytes[before]!;
      cuts.set(pair, [...(cuts.get(pair) ?? []), { needle: bytes, before }]);
    }
  }
  memory.fill(0, at, at + LISTS_AT);
  let free = at + LISTS_AT + 4 * (cuts.size + 1);
  const place = (size: number) => {
    if (free + size > end) throw new RangeError('too many needles for the table of seams');
    free += size;
    return free - size;
  };
  const addresses = new Map(
    needles.map(({ bytes }) => {
      const address = place(4 * Math.ceil(bytes.length / 4));
      memory.set(bytes, address);
      return [bytes, address];
    }),
  );
  let number = 0;
  for (const [pair, list] of cuts) {
    memory.writeUInt16LE(++number, at + 2 * pair);
    let entry = place(4 + 12 * list.length);
    memory.writeUInt32LE(entry, at + LISTS_AT + 4 * number);
    entry = memory.writeUInt32LE(list.length, entry);
    for (const { needle, before } of list) {
      entry = memory.writeUInt32LE(addresses.get(needle)!, entry);
      entry = memory.writeUInt32LE(needle.length, entry);
      entry = memory.writeUInt32LE(before, entry);
    }
  }
  return free;
}
