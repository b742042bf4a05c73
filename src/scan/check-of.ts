/** The check of hits in a thread, from what the main thread sent. */
import type { HitCheck } from '../core/hit-check.ts';
import type { Rule } from '../core/rule.ts';
import { Detector } from '../detect/detector.ts';

export function checkOf(data: unknown): HitCheck | undefined {
  if (data === undefined) return undefined;
  return new Detector(data as readonly Rule[], { foreignAllow: false }).prefilter.check;
}
