/**
 * What suits V8 to a process that is over in half a second: all processors search, and what V8 does beside takes from
 * them. Its optimizing compilers begin after some milliseconds of a loop, and take a tenth of the time; without this, in
 * Node.js 20 more than in Node.js 24. Other versions are left as they are: what is no flag there would be complained of.
 */
import { setFlagsFromString } from 'node:v8';

/** The heap is small: to wake other threads for it takes longer than to clear it. */
const ONE_THREAD_CLEARS = '--no-parallel-scavenge';

const FLAGS: readonly { readonly v8: RegExp; readonly flags: readonly string[] }[] = [
  {
    // Node.js 20.
    v8: /^11\.3\./,
    flags: [
      // Bytes of bytecode that run before a function is looked at; by default 67,584.
      '--interrupt-budget=1000000',
      ONE_THREAD_CLEARS,
      // As later versions have without asking; by these, the search of bytes takes a fifth less.
      '--experimental-wasm-relaxed-simd',
    ],
  },
  {
    // Node.js 24. By default 400, 100, 3,000 and 500.
    v8: /^13\.6\./,
    flags: [
      '--invocation-count-for-maglev=2000',
      '--invocation-count-for-maglev-osr=500',
      '--invocation-count-for-turbofan=30000',
      '--invocation-count-for-osr=5000',
      ONE_THREAD_CLEARS,
    ],
  },
];

/** For all threads. */
export function tuneEngine(): void {
  for (const flag of FLAGS.find(({ v8 }) => v8.test(process.versions.v8))?.flags ?? [])
    setFlagsFromString(flag);
}
