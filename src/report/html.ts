/**
 * One file that needs nothing else and asks nobody: its policy allows its own style and script, by their hashes, and
 * no request at all. Every foreign string passes through `escapeHtml`.
 */
import { createHash } from 'node:crypto';
import type { Finding } from '../core/finding.ts';
import type { Report, Skipped } from '../core/report.ts';
import { adviceFor } from './advice.ts';
import { SCRIPT, STYLE } from './html-assets.ts';
import { keyLines } from './key-overview-text.ts';
import { shownPath, shownText } from './shown.ts';
import { splitSnippet } from './snippet-lines.ts';
import { LEVELS, type Tally, tallyOf } from './tally.ts';
import { verdictLines, verdictTotals } from './verdict-words.ts';
import {
  counted,
  exposureWords,
  grouped,
  historyLines,
  incompleteWords,
  originalWords,
  placeOf,
  sizeWords,
  verdict,
  whatItIs,
} from './wording.ts';

const MAX_LISTED = 1000;
const POLICY = [
  "default-src 'none'",
  `style-src '${hashOf(STYLE)}'`,
  `script-src '${hashOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function* htmlReport(report: Report): Generator<string> {
  const tally = tallyOf(report);
  yield headHtml(report, tally);
  yield keysHtml(report);
  if (tally.active.length > 0) {
    yield tableHead();
    for (const finding of tally.active) yield rowHtml(finding, report);
    yield '</tbody>\n</table>\n</section>\n';
    yield adviceHtml(report, tally);
  }
  yield coverageHtml(report, tally);
  yield `<footer>${escapeHtml(`${report.tool.name} ${report.tool.version}`)}</footer>\n</main>\n<script>${SCRIPT}</script>\n</body>\n</html>\n`;
}

function headHtml(report: Report, tally: Tally): string {
  const incomplete = incompleteWords(report, tally);
  const totals = verdictTotals(report);
  const chips = LEVELS.map((level) => `<li class="${level}">${counted(tally.byLevel[level], level)}</li>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ttleaks: ${escapeHtml(verdict(report, tally))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>TimeTime keys in ${escapeHtml(shownPath(report.scan.target))}</h1>
<p>${escapeHtml(verdict(report, tally))}</p>
${totals === undefined ? '' : `<p>${escapeHtml(totals)}</p>\n`}${incomplete === undefined ? '' : `<p class="incomplete" role="alert"><strong>Incomplete:</strong> ${escapeHtml(incomplete)}</p>\n`}<ul class="chips">${chips.join('')}</ul>
`;
}

/** Of an audit. */
function keysHtml(report: Report): string {
  const keys = keyLines(report);
  if (keys.length === 0) return '';
  const items = keys.map(
    ({ title, lines }) =>
      `<li><strong>${escapeHtml(title)}</strong><br>${lines.map(escapeHtml).join('<br>')}</li>`,
  );
  return `<section>\n<h2>Keys</h2>\n<ol>${items.join('\n')}</ol>\n</section>\n`;
}

function tableHead(): string {
  const headings = ['Level', 'Place', 'Key', 'Exposure', 'History'].map(
    (heading) => `<th scope="col" aria-sort="none"><button type="button">${heading}</button></th>`,
  );
  return `<section>
<p class="search"><label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label> <output id="count"></output></p>
<table id="findings">
<thead><tr>${headings.join('')}</tr></thead>
<tbody>
`;
}

function rowHtml(finding: Finding, report: Report): string {
  const history = historyLines(finding, { author: false }).map(escapeHtml).join('<br>');
  const cells = [
    `<td data-order="${LEVELS.indexOf(finding.level)}"><span class="level ${finding.level}">${finding.level}</span></td>`,
    `<td><span class="place">${escapeHtml(placeOf(finding))}</span>${originalHtml(finding)}${snippetHtml(finding)}</td>`,
    `<td>${escapeHtml(whatItIs(finding, report))}<br><code>${escapeHtml(finding.ruleId)}</code>${verdictHtml(finding, report)}</td>`,
    `<td>${proseHtml(exposureWords(finding, report.scan.mode))}</td>`,
    `<td>${history}</td>`,
  ];
  return `<tr>${cells.join('')}</tr>\n`;
}

function verdictHtml(finding: Finding, report: Report): string {
  return verdictLines(finding, report)
    .map((line) => `<br>${escapeHtml(line)}`)
    .join('');
}

function originalHtml(finding: Finding): string {
  const words = originalWords(finding);
  return words === undefined ? '' : `<br>${escapeHtml(words)}`;
}

function snippetHtml({ snippet, site }: Finding): string {
  if (snippet.text === '' || site === 'name' || site === 'ref') return '';
  const { before, place, after } = splitSnippet(snippet);
  return `<pre>${escapeHtml(before)}<mark>${escapeHtml(place)}</mark>${escapeHtml(after)}</pre>`;
}

function adviceHtml(report: Report, tally: Tally): string {
  const steps = adviceFor(report, tally.active).map(({ text, examples = [] }) => {
    const items = examples.map(
      ({ label, code }) => `<li>${escapeHtml(label)}: <code>${escapeHtml(code)}</code></li>`,
    );
    return `<li>${proseHtml(text).replace(/https:[^\s]*[^\s.]/g, '<a href="$&" rel="noreferrer">$&</a>')}${items.length > 0 ? `<ul>${items.join('')}</ul>` : ''}</li>`;
  });
  return `<section>\n<h2>What to do next</h2>\n<ol>${steps.join('\n')}</ol>\n</section>\n`;
}

/** Our own words, with code in backticks. */
function proseHtml(text: string): string {
  return escapeHtml(text).replace(/`([^`]*)`/g, '<code>$1</code>');
}

function coverageHtml({ scan, headCommit }: Report, tally: Tally): string {
  const rows = [
    ['Target', shownPath(scan.target)],
    ['What was read', scan.mode],
    ['HEAD', headCommit ?? ''],
    ['Complete', scan.complete ? 'yes' : 'no'],
    ['Files', grouped(scan.files)],
    ['Objects', grouped(scan.objects)],
    ['Commits', grouped(scan.commits)],
    ['Size', sizeWords(scan.bytes)],
    ['Could not be read', grouped(tally.unread.length)],
    ['Not looked at', grouped(tally.leftOut.length)],
    ['Left out by --exclude and .ttleaksignore', grouped(scan.excluded)],
    ['Findings suppressed', grouped(tally.suppressed.length)],
  ].filter(([, value]) => value !== '');
  const cells = rows.map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${escapeHtml(value ?? '')}</td></tr>`,
  );
  const warnings = scan.warnings
    .slice(0, MAX_LISTED)
    .map((warning) => `<li>${escapeHtml(shownText(warning))}</li>`);
  return `<section>
<h2>What was looked at</h2>
<table class="coverage"><tbody>${cells.join('')}</tbody></table>
${listHtml('Could not be read', tally.unread)}${listHtml('Not looked at', tally.leftOut)}${warnings.length > 0 ? `<h3>Warnings</h3>\n<ul>${warnings.join('')}</ul>\n` : ''}</section>
`;
}

function listHtml(heading: string, skipped: readonly Skipped[]): string {
  if (skipped.length === 0) return '';
  const items = skipped
    .slice(0, MAX_LISTED)
    .map(
      ({ path, reason }) =>
        `<li><code>${escapeHtml(shownPath(path))}</code>: ${escapeHtml(shownText(reason))}</li>`,
    );
  const more = skipped.length - items.length;
  const rest = more > 0 ? `<li>and ${counted(more, 'more path')}</li>` : '';
  return `<h3>${heading}</h3>\n<ul>${items.join('')}${rest}</ul>\n`;
}

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => REFERENCES[sign] ?? '');
}

function hashOf(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
