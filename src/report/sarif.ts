/**
 * SARIF 2.1.0 as GitHub code scanning takes it: one run, at most 25,000 results (it stores the first 5,000),
 * suppressed findings left out (it would open alerts for them), and an unsuccessful invocation where the scan is
 * incomplete, so that no alert is closed for want of looking.
 * https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
import type { Report } from '../core/report.ts';
import { jsonArray, jsonText } from './json-text.ts';
import { sarifPlaces, sarifResults } from './sarif-results.ts';
import { sarifRules } from './sarif-rules.ts';
import { siteBases } from './sarif-site.ts';
import { shownPath, shownText } from './shown.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const MAX_RESULTS = 25_000;
const MAX_NOTIFICATIONS = 1000;

export function* sarifReport(report: Report): Generator<string> {
  const rules = sarifRules(report);
  const places = sarifPlaces(report);
  const { name, version } = report.tool;
  yield `{\n  "$schema": ${jsonText(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [\n    {\n`;
  yield `      "tool": ${jsonText({ driver: { name, semanticVersion: version, rules } }, 3)},\n`;
  yield `      "columnKind": "utf16CodeUnits",\n`;
  yield `      "automationDetails": ${jsonText({ id: categoryOf(report) }, 3)},\n`;
  yield `      "invocations": ${jsonText([invocation(report, places.length)], 3)},\n`;
  if (report.scan.mode === 'site') {
    yield `      "originalUriBaseIds": ${jsonText(siteBases(places), 3)},\n`;
  }
  yield '      "results": ';
  const ruleIds = rules.map(({ id }) => id);
  yield* jsonArray(sarifResults(places.slice(0, MAX_RESULTS), report, ruleIds), 3);
  yield '\n    }\n  ]\n}\n';
}

/**
 * What stands before the last slash is GitHub's category: alerts of the work tree, of history, of a site and of an audit
 * never mix. Nor do those of a part with those of the whole: an upload closes the alerts that it does not name.
 */
function categoryOf({ scan: { mode, isPart } }: Report): string {
  if (mode === 'files') return 'ttleaks/worktree/';
  return isPart ? 'ttleaks/range/' : `ttleaks/${mode}/`;
}

function invocation({ scan }: Report, places: number) {
  const skipped = scan.skipped.map(({ path, reason, kind }) =>
    notification(
      kind === 'unread' ? 'error' : 'note',
      `Not scanned: ${shownPath(path)}: ${shownText(reason)}`,
    ),
  );
  const notifications = [
    ...(places > MAX_RESULTS
      ? [notification('warning', `${places} places hold keys; this file names the worst ${MAX_RESULTS}.`)]
      : []),
    ...scan.warnings.map((warning) => notification('warning', shownText(warning))),
    // What could not be read first.
    ...skipped.filter(({ level }) => level === 'error'),
    ...skipped.filter(({ level }) => level === 'note'),
  ];
  const more = notifications.length - MAX_NOTIFICATIONS;
  return {
    executionSuccessful: scan.complete,
    toolExecutionNotifications:
      more > 0
        ? [
            ...notifications.slice(0, MAX_NOTIFICATIONS),
            notification('warning', `${more} more such messages.`),
          ]
        : notifications,
  };
}

function notification(level: 'error' | 'warning' | 'note', text: string) {
  return { level, message: { text: text.replace(/[[\]]/g, '\\$&').replace(/[{}]/g, '$&$&') } };
}
