/**
 * Applies and searches one delta: what a needle that the base does not have needs, to be in the object, is to lie
 * within an insert, which the caller looks for, or across a seam between two instructions, which is looked for here.
 * A seam is looked at through the bytes on both of its sides: most pairs of bytes stand next to each other in no
 * needle. The work is done in WebAssembly (delta.wat): hundreds of thousands of short deltas are over before
 * JavaScript has been compiled well.
 */
import { ENCODED_BYTES, isDigit } from '../../core/encoded-text.ts';
import type { Sought } from '../../core/needle-search.ts';
import type { SearchMemory } from '../../core/search-memory.ts';
import { wasm } from './delta.wat';

/** The delta does not hold what it declares. */
export const DAMAGED = 0;
/** No new needle, and none of the base came along. */
export const CLEAN = 1;
/** A needle may lie across a seam: only the object tells. */
export const UNSURE = 2;
/** A needle of the base came along whole. */
export const INHERITED = 3;
/** Clean, if what was chance in the base still is: some of the bytes that it was judged by are others. */
export const DOUBTFUL = 4;
export type DeltaOutcome = typeof DAMAGED | typeof CLEAN | typeof UNSURE | typeof INHERITED | typeof DOUBTFUL;

/** Digits on both sides of a seam that may be of one encoded text. */
export const ROW_BYTES = 2 * (ENCODED_BYTES - 1);

/** No needle is longer: so much of what follows a seam is written out. */
export const AHEAD_BYTES = 256;

/** So much behind a rebuilt object may be overwritten. */
export const DELTA_SLACK = 16;

/** Where needles of a base lie: begin and end of each. */
export type Spans = readonly number[];

/** Chance hits: begin and end of each, and of the bytes around that it was judged by, or twice 0: it is to be judged. */
export type Chances = readonly number[];

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
  readonly chances: Chances;
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
  readonly passedEnd: WebAssembly.Global;
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
  chances: number,
  chancesEnd: number,
  passed: number,
  passedLimit: number,
) => DeltaOutcome;

interface DeltaRooms {
  readonly touched: Room;
  readonly spans: Room;
  readonly chances: Room;
  readonly passed: Room;
  /** Of `ROW_BYTES`. */
  readonly row: Room;
  /** Of `AHEAD_BYTES`. */
  readonly ahead: Room;
}

class NumberList {
  readonly room: Room;
  readonly #numbers: Uint32Array;

  constructor(memory: WebAssembly.Memory, room: Room) {
    this.room = room;
    this.#numbers = new Uint32Array(memory.buffer, room.at, (room.end - room.at) / 4);
  }

  /** Gives the address behind the last one. */
  write(numbers: readonly number[]): number {
    for (let index = 0; index < numbers.length; index++) this.#numbers[index] = numbers[index]!;
    return this.room.at + 4 * numbers.length;
  }

  upTo(end: number): number[] {
    return [...this.#numbers.subarray(0, (end - this.room.at) / 4)];
  }
}

/** One after another, all in one memory. */
export class DeltaSearch {
  readonly #module: DeltaModule;
  readonly #touched: Room;
  readonly #spans: NumberList;
  readonly #chances: NumberList;
  readonly #passed: NumberList;

  /** There is room for as many spans and chances as are given, and for as many chances that come along. */
  constructor(
    memory: WebAssembly.Memory,
    search: SearchMemory,
    { touched, spans, chances, passed, row, ahead }: DeltaRooms,
  ) {
    const holdsText = (from: number, end: number) => search.holdsEncodedText(from, end);
    const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'));
    const { exports } = new WebAssembly.Instance(module, {
      memory: { bytes: memory },
      row: { at: row.at, holdsText },
      ahead: { at: ahead.at },
    });
    this.#module = exports as unknown as DeltaModule;
    this.#touched = touched;
    this.#spans = new NumberList(memory, spans);
    this.#chances = new NumberList(memory, chances);
    this.#passed = new NumberList(memory, passed);
  }

  /** Ranges begin where the room for them does. */
  get touchedEnd(): number {
    return this.#module.touchedEnd.value;
  }

  /** Chance hits that came along with the last delta, if it was clean or doubtful. */
  get passed(): Chances {
    return this.#passed.upTo(this.#module.passedEnd.value);
  }

  apply(input: DeltaInput): DeltaOutcome {
    const { isTouchedWanted } = input;
    const { at: touched, end: limit } = this.#touched;
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
      this.#spans.room.at,
      this.#spans.write(input.spans),
      this.#chances.room.at,
      this.#chances.write(input.chances),
      this.#passed.room.at,
      this.#passed.room.end,
    );
  }
}

const PAIRS = 0x10000;
/** On the number of a list: both bytes are digits that encoded text may consist of. */
const DIGITS = 0x8000;
/** A list by the number of its pair; 0 is none. */
const LISTS_AT = 2 * PAIRS;

/**
 * Where needles can be cut in two, by the byte before the cut and the one behind it, written to memory as delta.wat
 * reads it. Gives the first address behind it. Throws RangeError where it does not fit.
 */
export function writeSeamTable(
  memory: Buffer,
  { at, end }: Room,
  { needles, hasEncodedText }: Sought,
): number {
  const cuts = new Map<number, { readonly needle: Uint8Array; readonly before: number }[]>();
  for (const { bytes } of needles) {
    if (bytes.length > AHEAD_BYTES) throw new RangeError('too long a needle for the table of seams');
    for (let before = 1; before < bytes.length; before++) {
      const pair = (bytes[before - 1]! << 8) | bytes[before]!;
      const list = cuts.get(pair);
      if (list) list.push({ needle: bytes, before });
      else cuts.set(pair, [{ needle: bytes, before }]);
    }
  }
  memory.fill(0, at, at + LISTS_AT);
  if (hasEncodedText) markDigits(memory, at);
  if (cuts.size >= DIGITS) throw new RangeError('too many needles for the table of seams');
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
    memory.writeUInt16LE(memory.readUInt16LE(at + 2 * pair) | ++number, at + 2 * pair);
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

function markDigits(memory: Buffer, at: number): void {
  const digits = Array.from({ length: 256 }, (_, byte) => byte).filter(isDigit);
  for (const before of digits) {
    for (const behind of digits) memory.writeUInt16LE(DIGITS, at + 2 * ((before << 8) | behind));
  }
}
