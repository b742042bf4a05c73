import type { Suspect } from '../../src/core/hit-trial.ts';
import type { Detector } from '../../src/detect/detector.ts';

/** What the closer look at the hits of a content comes to, as a scan of files takes it; `none` also without any hit. */
export function suspectIn(detector: Detector, bytes: Buffer): Suspect {
  const trial = detector.newTrial();
  const window = { bytes, base: 0, isCut: false };
  let worst: Suspect = 'none';
  for (const hit of detector.prefilter.placesToLook(bytes)) {
    const suspect = hit < trial.clearedTo ? 'none' : trial.suspectAt(window, hit);
    if (suspect === 'key') return 'key';
    if (suspect === 'parts') worst = 'parts';
  }
  return worst;
}
