/** One key by one rule, or one publication, as the layers below know it: opaque, and safe to show. */
import type { Match, PublishedMatch } from '../detect/match.ts';

export function tokenOf(match: Match | PublishedMatch): string {
  if ('secret' in match) return `${match.ruleId}\0${match.secret.id}`;
  const { form, variable } = match.publication;
  return `${match.ruleId}\0${form}\0${variable}`;
}
