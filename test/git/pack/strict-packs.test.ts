/**
 * The reader against a plain search of whole objects where hits are judged, and where what is sought comes together from
 * pieces: packs whose deltas are aimed at that.
 */
import { describe, expect, it } from 'vitest';
import { chanceTrial, isRightAbout, rowTrial, type StrictTrial } from './strict-trials.ts';

const PACKS = 800;
const PACKS_A_TEST = 100;
const groups = Array.from({ length: PACKS / PACKS_A_TEST }, (_, group) => group * PACKS_A_TEST);

function wrong(first: number, make: (number: number) => StrictTrial): number[] {
  const numbers = Array.from({ length: PACKS_A_TEST }, (_, place) => first + place);
  return numbers.filter((number) => !isRightAbout(make(number)));
}

describe('objects with hits that are judged by the bytes around them', () => {
  it.each(groups)('are hit where one is no chance in the whole of them: from %i', (first) => {
    expect(wrong(first, chanceTrial)).toEqual([]);
  });
});

describe('objects in which a needle or encoded text comes together from pieces', () => {
  it.each(groups)('are hit where the whole of them holds it: from %i', (first) => {
    expect(wrong(first, rowTrial)).toEqual([]);
  });
});
