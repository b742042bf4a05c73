/** The search for all that the detector understands, without the detector. */
import { NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { arrangedNeedlesOf } from '../detect/arranged-needles.ts';

/** As `Detector.prefilter`. What makes needles is loaded for rules of the user alone. */
export async function allNeedlesSearch(rules: readonly Rule[]): Promise<NeedleSearch> {
  const arranged = arrangedNeedlesOf(rules);
  if (arranged !== undefined) return new NeedleSearch(arranged, true);
  return (await import('../detect/needles.ts')).prefilterOf(rules);
}
