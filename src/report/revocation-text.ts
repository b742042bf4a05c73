/** A revocation for people: the plan before anything is done, and the results after it. */
import picocolors from 'picocolors';
import type { Finding } from '../core/finding.ts';
import type { StrategyName } from '../core/revocation.ts';
import type { PlannedKey, RevocationReport } from '../core/revocation-report.ts';
import { shownText } from './shown.ts';
import { OUTCOME_WORDS, radiusWords, revocationWords, verificationWords } from './verdict-words.ts';
import { counted, placeOf } from './wording.ts';

const INDENT = '    ';
const LISTED_PLACES = 5;

const WAYS: Readonly<Record<StrategyName, string>> = {
  api: 'deleted through the API',
  endpoint: 'by the revocation service of your configuration',
  manual: 'by hand',
};

export function* planText(
  report: RevocationReport,
  { color }: { readonly color: boolean },
): Generator<string> {
  const colors = picocolors.createColors(color);
  const { plan, others, leftAlone, missing } = report;
  yield `${colors.bold(plan.length === 0 ? 'No live key to revoke' : `Plan: ${counted(plan.length, 'live key')} to revoke`)}\n`;
  for (const key of plan) yield `\n${colors.bold(key.secret.masked)}\n${plannedLines(key)}`;
  const aside = [
    ...others.map(({ secret, verification }) => `${secret.masked}  ${verificationWords(verification)}`),
    ...leftAlone.map(({ secret, reason }) => `${secret.masked}  left alone: ${LEFT_ALONE[reason]}`),
    ...missing.map(({ masked }) => `${shownText(masked)}  ${MISSING}`),
  ];
  if (aside.length > 0) yield `\n${aside.join('\n')}\n`;
}

export function* resultText(
  report: RevocationReport,
  { color }: { readonly color: boolean },
): Generator<string> {
  const colors = picocolors.createColors(color);
  const lines = report.plan.flatMap(({ secret }) => {
    const revocation = report.revocations.get(secret.id);
    if (revocation === undefined) return [];
    const paint = revocation.status === 'revoked' ? colors.green : colors.red;
    return [`${secret.masked}  ${paint(revocationWords(revocation))}\n`];
  });
  if (lines.length > 0) yield `\n${lines.join('')}`;
  const isDryRun = [...report.revocations.values()].some(({ reason }) => reason === 'dry-run');
  if (isDryRun) yield 'Nothing was done. To revoke: --yes, or run this on a terminal.\n';
}

const LEFT_ALONE = {
  ignored: 'it stands in ignored files alone, where it belongs (--include-ignored takes it too)',
  waived: 'somebody has waived it, by a comment or by path',
} as const;

const MISSING =
  'not found again, so its state is not known; give it on standard input: ttleaks revoke --resume --stdin';

function plannedLines({ radius, findings, strategy, obstacle }: PlannedKey): string {
  const belongs = findings.filter(({ exposure }) => exposure === 'ignored');
  const leaks = findings.filter(({ exposure }) => exposure !== 'ignored');
  const lines = [
    radiusWords(radius),
    ...(leaks.length > 0 ? [`leaks at ${placesWords(leaks)}`] : []),
    belongs.length > 0
      ? `will stop working: ${placesWords(belongs)}, and whatever else uses this key`
      : 'will stop working: whatever still uses this key',
    obstacle === undefined ? WAYS[strategy] : `${WAYS.manual}: ${OUTCOME_WORDS[obstacle]}`,
  ];
  return lines.map((line) => `${INDENT}${line}\n`).join('');
}

function placesWords(findings: readonly Finding[]): string {
  const places = [...new Set(findings.map(placeOf))];
  const more = places.length - LISTED_PLACES;
  const shown = places.slice(0, LISTED_PLACES).join(', ');
  return more > 0 ? `${shown} and ${counted(more, 'more place')}` : shown;
}
