/** In place of src/detect/arranged-needles.ts and src/core/needle-search.ts: what searches for keys as they are, and no more. */

import type { Needle } from '../src/core/needle-search.ts';
import { NeedleSearch as WholeSearch } from '../src/core/needle-search.ts';
import type { Rule } from '../src/core/rule.ts';
import { arrangedNeedlesOf as allNeedlesOf } from '../src/detect/arranged-needles.ts';

export type * from '../src/core/needle-search.ts';
export * from '../src/detect/arranged-needles.ts';

/** Without text in base64 and hex. */
export class NeedleSearch extends WholeSearch {
  constructor(needles: readonly Needle[]) {
    super(needles, false);
  }
}

/** The anchors alone. They are few enough to be arranged as they come. */
export function arrangedNeedlesOf(rules: readonly Rule[]): readonly Needle[] | undefined {
  return allNeedlesOf(rules)
    ?.filter(({ skipsTrees }) => !skipsTrees)
    .map(({ bytes, skipsTrees }) => ({ bytes, skipsTrees }));
}
