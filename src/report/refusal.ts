/** What a server tells who pushes: a few lines, each with a place and a masked key. git puts `remote:` before them. */
import type { Finding } from '../core/finding.ts';
import type { Report } from '../core/report.ts';
import { shownPath, shownText } from './shown.ts';
import { tallyOf } from './tally.ts';
import { countWords, grouped, placeOf, shortId, whatItIs } from './wording.ts';

const LISTED = 5;

export function* refusal(report: Report): Generator<string> {
  const tally = tallyOf(report);
  const { active, unread } = tally;
  if (active.length === 0) {
    yield 'The push could not be checked whole, and is refused.';
    yield* cut(unread, ({ path, reason }) => `${shownPath(path)}: ${shownText(reason)}`);
    return;
  }
  yield `The push is refused: it brings ${countWords(tally)}.`;
  yield* cut(active, (finding) => lineOf(finding, report));
  yield 'Take the key out of the commits (git commit --amend, git rebase -i), and push again.';
  yield "To let it pass: ttleaks:allow REASON in a comment on the key's own line.";
}

function lineOf(finding: Finding, report: Report): string {
  const { introduced } = finding;
  const commit = introduced === undefined ? '' : `, commit ${shortId(introduced.commit)}`;
  return `${placeOf(finding)}  ${whatItIs(finding, report)}${commit}`;
}

function* cut<Item>(items: readonly Item[], lineFor: (item: Item) => string): Generator<string> {
  for (const item of items.slice(0, LISTED)) yield lineFor(item);
  if (items.length > LISTED) yield `and ${grouped(items.length - LISTED)} more`;
}
