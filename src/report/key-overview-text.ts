/** The keys of an audit in words: what each is, who can read it, since when, what to do first. Safe to show. */
import type { Report } from '../core/report.ts';
import { type KeyOverview, keyOverview } from './key-overview.ts';
import { shownPath, shownText } from './shown.ts';
import { counted, shortId } from './wording.ts';

const SHOWN_REPOSITORIES = 3;
const STATES = { live: 'LIVE', dead: 'dead', unknown: 'not known whether live' } as const;

export interface KeyLines {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Empty for a report that is no audit. `author`: whether the words say who brought a key in. */
export function keyLines(report: Report, { author = true } = {}): KeyLines[] {
  if (report.repositories === undefined) return [];
  return keyOverview(report).map((key) => ({
    title: `${key.masked}  ${STATES[key.state]}, ${key.isPublic ? 'public' : 'not public as far as is known'}`,
    lines: [whereWords(key), ...sinceWords(key, author), `first: ${firstStep(key)}`],
  }));
}

function whereWords({ places, repositories }: KeyOverview): string {
  const shown = repositories.slice(0, SHOWN_REPOSITORIES).map(shownPath).join(', ');
  const more = repositories.length - SHOWN_REPOSITORIES;
  const names = more > 0 ? `${shown} and ${counted(more, 'more')}`.replace(/mores$/, 'more') : shown;
  const where = repositories.length === 1 ? names : `${counted(repositories.length, 'target')} (${names})`;
  return `in ${counted(places, 'place')} of ${where}`;
}

function sinceWords({ since, exposedDays }: KeyOverview, isNamed: boolean): string[] {
  if (since === undefined) return [];
  const { date, author, commit, repository } = since;
  const days = exposedDays === undefined ? '' : ` (${counted(exposedDays, 'day')})`;
  const who = isNamed ? ` by ${shownText(author.replace(/\s*<[^>]*>/, ''))}` : '';
  const day = shownText(date.slice(0, 10));
  return [`since ${day}${days},${who} in ${shownPath(repository)} ${shortId(commit)}`];
}

function firstStep({ state, isIgnored, isPublic }: KeyOverview): string {
  if (isIgnored) return 'nothing: it stands only in files that git ignores';
  if (state === 'dead') return 'nothing urgent: take it out of the files, so that the next one is seen';
  if (state === 'live') return isPublic ? 'revoke it now: everyone can read it' : 'revoke it';
  return 'revoke it, or find out with --verify whether it is live';
}
