import { Detector, type DetectorOptions } from '../../src/detect/detector.ts';
import type { Detection } from '../../src/detect/match.ts';
import { shippedRules } from '../../src/rules/shipped-rules.ts';

export function shippedDetector(options: DetectorOptions = { foreignAllow: false }): Detector {
  return new Detector(shippedRules(), options);
}

export function detectIn(content: string | Uint8Array, options?: DetectorOptions): Detection {
  return shippedDetector(options).detect(Buffer.from(content as Uint8Array));
}

/** The ids of the keys that are found, in their order. */
export function foundIn(content: string | Uint8Array, options?: DetectorOptions): string[] {
  return detectIn(content, options).matches.map(({ secret }) => secret.id);
}
