/** The search of what git holds: for containers, and for all that the detector understands, without the detector. */
import { alsoForContainers } from '../containers/needles.ts';
import { NeedleSearch } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { arrangedNeedlesOf } from '../detect/arranged-needles.ts';

/** As `Detector.prefilter`, and for containers. What makes needles is loaded for rules of the user alone. */
export async function allNeedlesSearch(rules: readonly Rule[]): Promise<NeedleSearch> {
  const arranged = arrangedNeedlesOf(rules);
  if (arranged !== undefined) return alsoForContainers(new NeedleSearch(arranged, true));
  return alsoForContainers((await import('../detect/needles.ts')).prefilterOf(rules));
}
