/** Brings the results to GitHub: SARIF to code scanning, the comment to the pull request. Neither decides the exit code. */
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFile } from '../cli/output.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Report } from '../core/report.ts';
import { runGit } from '../git/run.ts';
import { type GitHub, openGitHub } from '../github/client.ts';
import { pullRequestOf } from '../github/event.ts';
import { failureWords } from '../github/failure.ts';
import { type CommentOutcome, keepComment } from '../github/pull-request-comment.ts';
import { type SarifTarget, type UploadOutcome, uploadSarif } from '../github/sarif-upload.ts';
import { proxySettings } from '../http/proxy.ts';
import { sarifReport } from '../report/sarif.ts';
import { commentText } from './outputs.ts';
import type { Plan } from './plan.ts';
import type { Scans } from './scans.ts';
import type { Workflow } from './workflow.ts';

export interface Delivered {
  readonly sarifFile: string | undefined;
  /** One line each, for the log and the summary. */
  readonly notes: readonly string[];
  /** Of the notes, what somebody should change. */
  readonly warnings: readonly string[];
}

export interface Delivery {
  readonly plan: Plan;
  readonly workflow: Workflow;
  readonly scans: Scans;
  readonly isClean: boolean;
  readonly signal: AbortSignal;
}

export async function deliver(delivery: Delivery): Promise<Delivered> {
  const { plan, workflow, scans } = delivery;
  const { inputs } = plan;
  const sarifFile =
    scans.files === undefined
      ? undefined
      : resolve(plan.workspace, inputs.sarifFile ?? join(workflow.temporary, 'ttleaks.sarif'));
  const warnings: string[] = [];
  const notes: string[] = [];
  if (scans.files !== undefined && sarifFile !== undefined) {
    await writeFile(sarifFile, sarifReport(scans.files));
    await told(upload(delivery, scans.files, 'of the files'), { notes, warnings, token: inputs.token });
  }
  if (scans.history !== undefined && workflow.isDefaultBranch) {
    await writeFile(join(workflow.temporary, 'ttleaks-history.sarif'), sarifReport(scans.history));
    await told(upload(delivery, scans.history, 'of the history'), { notes, warnings, token: inputs.token });
  }
  await told(comment(delivery, notes), { notes, warnings, token: inputs.token });
  return { sarifFile, notes, warnings };
}

interface Line {
  readonly text: string;
  readonly isWarning: boolean;
}

/** Whatever goes wrong on the way to GitHub ends nothing. Who answers may quote the token that it was sent. */
async function told(
  work: Promise<Line | undefined>,
  { notes, warnings, token }: { notes: string[]; warnings: string[]; token: string | undefined },
): Promise<void> {
  const line = await work.catch((error: unknown) => ({ text: failureWords(error), isWarning: true }));
  if (line === undefined) return;
  const text = maskKeysIn(token === undefined ? line.text : line.text.replaceAll(token, '***'));
  notes.push(text);
  if (line.isWarning) warnings.push(text);
}

async function upload(delivery: Delivery, report: Report, what: string): Promise<Line | undefined> {
  const { plan, workflow, signal } = delivery;
  const { inputs } = plan;
  if (!inputs.uploadSarif) return undefined;
  const skipped = (reason: string, isWarning = false) => ({
    text: `The SARIF ${what} was not uploaded: ${reason}.`,
    isWarning,
  });
  if (inputs.token === undefined) return skipped('there is no token');
  if (!isWhole(plan)) return skipped('a part of the checkout would close the alerts of the rest');
  const target = await sarifTarget(plan, workflow);
  if (target === undefined)
    return skipped('what is checked out is neither what the workflow runs for nor a branch');
  const github = gitHubOf(workflow, inputs.token, signal);
  const outcome: UploadOutcome = await uploadSarif(github, [...sarifReport(report)].join(''), target, {
    signal,
  });
  if (outcome.kind === 'done') return undefined;
  if (outcome.kind !== 'unsettled') return skipped(outcome.reason, true);
  return {
    text: `The SARIF ${what} was uploaded, and not seen to be processed: ${outcome.reason}.`,
    isWarning: true,
  };
}

function isWhole({ repository, target }: Plan): boolean {
  return repository?.workTree === realpathSync(target);
}

/** The results are of the commit that is checked out, whatever the event was about. */
async function sarifTarget(
  { repository, event, signal }: Plan,
  { repository: name, sha, ref }: Workflow,
): Promise<SarifTarget | undefined> {
  const commit = repository?.headCommit;
  if (repository === undefined || name === undefined || commit === undefined) return undefined;
  if (commit === sha && ref.startsWith('refs/')) return { repository: name, commit, ref };
  const pullRequest = pullRequestOf(event);
  if (pullRequest !== undefined && event?.kind === 'change' && event.head === commit) {
    return { repository: name, commit, ref: `refs/pull/${pullRequest.number}/head` };
  }
  const { code, stdout } = await runGit(repository.context, ['symbolic-ref', '--quiet', 'HEAD'], { signal });
  return code === 0 ? { repository: name, commit, ref: stdout.toString('utf8').trim() } : undefined;
}

async function comment(
  { plan, workflow, scans, isClean, signal }: Delivery,
  notes: readonly string[],
): Promise<Line | undefined> {
  const { inputs } = plan;
  const pullRequest = pullRequestOf(plan.event);
  if (!inputs.comment || pullRequest === undefined || workflow.repository === undefined) return undefined;
  const skipped = (reason: string, isWarning = false) => ({
    text: `No comment was written on the pull request: ${reason}.`,
    isWarning,
  });
  if (inputs.token === undefined) return skipped('there is no token');
  const github = gitHubOf(workflow, inputs.token, signal);
  const outcome: CommentOutcome = await keepComment(
    github,
    { repository: workflow.repository, number: pullRequest.number },
    { text: commentText(scans.joined, notes), isClean },
  );
  return 'reason' in outcome ? skipped(outcome.reason, outcome.kind === 'failed') : undefined;
}

/** A step that waits for the next hour's allowance costs more than what it would say. */
const LONGEST_WAIT_S = 60;

function gitHubOf({ apiUrl }: Workflow, token: string, signal: AbortSignal): GitHub {
  const proxies = proxySettings(process.env);
  return openGitHub({ apiUrl, token, proxies, longestWaitS: LONGEST_WAIT_S, signal });
}
