/** One key by one rule, as the layers below know it: opaque, and safe to show. */
import type { Match } from '../detect/match.ts';

export function tokenOf({ ruleId, secret }: Pick<Match, 'ruleId' | 'secret'>): string {
  return `${ruleId}\0${secret.id}`;
}
