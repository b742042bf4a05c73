import type { Detector } from '../../src/detect/detector.ts';

/** Whether the closer look at the hits of a content lets it through, as a scan of files takes it. */
export function mayHoldKey(detector: Detector, bytes: Buffer): boolean {
  const trial = detector.newTrial();
  const window = { bytes, base: 0, isCut: false };
  return detector.prefilter
    .placesToLook(bytes)
    .some((hit) => hit >= trial.clearedTo && trial.mayBeKey(window, hit));
}
