/** The head of a delta: the size of its base and its own, seven bits a byte, lowest first. */
import type { DeltaInput } from './delta-search.ts';

/** In a size: another byte follows. */
const MORE = 0x80;

export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Writes down the sizes, and where the instructions lie. What ends within its head has none. */
export function readHead(bytes: Buffer, from: number, end: number, delta: Writable<DeltaInput>): void {
  let at = from;
  let byte = MORE;
  delta.baseSize = 0;
  for (let unit = 1; byte & MORE && at < end; unit *= 128) {
    byte = bytes[at++]!;
    delta.baseSize += (byte & 127) * unit;
  }
  byte = MORE;
  delta.targetSize = 0;
  for (let unit = 1; byte & MORE && at < end; unit *= 128) {
    byte = bytes[at++]!;
    delta.targetSize += (byte & 127) * unit;
  }
  delta.from = at;
  delta.end = end;
}
