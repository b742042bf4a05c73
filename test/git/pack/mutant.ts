/** Runs in a thread, bundled with changed sources: whether the reader that they make is told from a right one. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Needle } from '../../../src/core/needle-search.ts';
import { type BuiltFindings, searchBuilt } from './search-built.ts';
import { isRightAbout, type StrictTrial } from './strict-trials.ts';

export interface NeedleTrial {
  readonly kind: 'needles';
  readonly pack: Uint8Array;
  readonly index: Uint8Array;
  readonly needles: readonly Needle[];
  readonly idBytes: 20 | 32;
  readonly expected: BuiltFindings;
}

export type Trial = { readonly number: number } & (NeedleTrial | StrictTrial);

/** The number of the first pack with another answer than the right one, or none. */
export type Verdict = number | undefined;

function isRight(trial: Trial): boolean {
  try {
    return trial.kind === 'needles' ? isFoundAsExpected(trial) : isRightAbout(trial);
  } catch {
    return false;
  }
}

function isFoundAsExpected({ pack, index, needles, idBytes, expected }: NeedleTrial): boolean {
  const built = { pack: Buffer.from(pack), index: Buffer.from(index) };
  return JSON.stringify(searchBuilt(built, needles, { idBytes })) === JSON.stringify(expected);
}

const verdict: Verdict = (workerData as readonly Trial[]).find((trial) => !isRight(trial))?.number;
parentPort?.postMessage(verdict);
