/**
 * When JavaScript is compiled to fast code. The compiler of Node.js 20 begins after some milliseconds of a loop, and takes a
 * tenth of the time of a scan that is over in half a second, on the processors that search. Later versions have a quick
 * compiler in between (Maglev), and need nothing.
 */
import { setFlagsFromString } from 'node:v8';

const V8_OF_NODE_20 = /^11\./;
/** Bytes of bytecode that run before a function is looked at; by default 67,584. */
const BUDGET = 1_000_000;

/** For all threads. */
export function compileLater(): void {
  if (V8_OF_NODE_20.test(process.versions.v8)) setFlagsFromString(`--interrupt-budget=${BUDGET}`);
}
