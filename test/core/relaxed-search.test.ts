/** All that is true of the search is true with relaxed vector instructions: Node.js 20 has to be told that it knows them. */
import { setFlagsFromString } from 'node:v8';
import { expect, it } from 'vitest';
import { relaxed } from '../../src/core/teddy.wat';
import './search-memory.test.ts';

const compile = () => new WebAssembly.Module(Buffer.from(relaxed, 'base64'));
try {
  compile();
} catch {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

it('the search with relaxed vector instructions is one that this Node.js can run', () => {
  expect(compile).not.toThrow();
});
