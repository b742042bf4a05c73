/** What later steps and people get: outputs, and the summary of the job. */
import { appendFileSync } from 'node:fs';
import type { Report } from '../core/report.ts';
import { markdownReport } from '../report/markdown.ts';
import type { Workflow } from './workflow.ts';

/** GitHub takes 65,536 characters in a comment. */
const MAX_COMMENT_CHARACTERS = 60_000;

export interface Outcome {
  readonly exitCode: number;
  readonly report: Report;
  readonly range: string;
  readonly sarifFile: string | undefined;
}

export function writeOutputs(
  { outputFile }: Pick<Workflow, 'outputFile'>,
  { exitCode, report, range, sarifFile = '' }: Outcome,
): void {
  if (outputFile === undefined) return;
  const active = report.findings.filter(({ suppressed }) => suppressed === undefined);
  const live = [...(report.verifications?.values() ?? [])].filter(({ status }) => status === 'live');
  const outputs = {
    'findings-count': active.length,
    'verified-count': live.length,
    'sarif-file': sarifFile,
    'exit-code': exitCode,
    'scanned-range': range,
    complete: report.scan.complete,
  };
  const lines = Object.entries(outputs).map(
    ([name, value]) => `${name}=${String(value).replace(/[\r\n]/g, ' ')}\n`,
  );
  appendFileSync(outputFile, lines.join(''));
}

/** Of a run that ended before it could say more: a later step must not take silence for a clean scan. */
export function writeFailure({ GITHUB_OUTPUT: file }: NodeJS.ProcessEnv, exitCode: number): void {
  if (file) appendFileSync(file, `exit-code=${exitCode}\ncomplete=false\n`);
}

/** `notes` are lines about the run itself: what was skipped, and why. */
export function writeSummary(
  { summaryFile }: Pick<Workflow, 'summaryFile'>,
  report: Report,
  notes: readonly string[],
): void {
  if (summaryFile === undefined) return;
  const text = [...markdownReport(report)].join('');
  appendFileSync(summaryFile, `${text}${notesText(notes)}`);
}

export function commentText(report: Report, notes: readonly string[]): string {
  const room = MAX_COMMENT_CHARACTERS - notesText(notes).length;
  let text = '';
  for (const piece of markdownReport(report)) {
    if (text.length + piece.length > room) {
      text += '\nThe summary of the job has the rest.\n';
      break;
    }
    text += piece;
  }
  return `${text}${notesText(notes)}`;
}

function notesText(notes: readonly string[]): string {
  if (notes.length === 0) return '';
  // As text of a code block: what GitHub or a path says is no markup.
  return `\n### About this run\n\n${notes.map((note) => `    ${note.replace(/\s+/g, ' ')}\n`).join('')}`;
}
