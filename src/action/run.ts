/** One run of the step: looks, masks, asks TimeTime, tells GitHub, and says how the job goes on. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../cli/exit-code.ts';
import { writeTo } from '../cli/output.ts';
import { withVerdicts } from '../core/key-state.ts';
import { pullRequestOf } from '../github/event.ts';
import { escapeData, githubReport } from '../report/github.ts';
import { shownText } from '../report/shown.ts';
import { textSummary } from '../report/text-summary.ts';
import { deliver } from './delivery.ts';
import type { Inputs } from './inputs.ts';
import { withKnown } from './joined-report.ts';
import { maskCommands } from './mask-commands.ts';
import { writeOutputs, writeSummary } from './outputs.ts';
import { type Plan, planRun } from './plan.ts';
import { runScans, type Scans } from './scans.ts';
import { waiverNotes } from './waiver-notes.ts';
import type { Workflow } from './workflow.ts';

export interface RunOptions {
  readonly inputs: Inputs;
  readonly workflow: Workflow;
  readonly signal: AbortSignal;
}

export async function runAction(options: RunOptions): Promise<number> {
  const directory = mkdtempSync(join(realpathSync(options.workflow.temporary), 'ttleaks-base-'));
  try {
    return await runWithin(directory, options);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** `directory` is empty, and of this run alone. */
async function runWithin(directory: string, { inputs, workflow, signal }: RunOptions): Promise<number> {
  const plan = await planRun(inputs, workflow, directory, signal);
  const found = await runScans(plan);
  await writeTo(process.stdout, maskCommands(found.joined));
  const notes = [...(await waiverNotes(plan)), ...refusal(plan, workflow)];
  const scans = await verified(found, plan, workflow);
  const { joined, known, failOn } = scans;
  // What the base of a change has already does not stop the change, live or not.
  const counted = {
    ...joined,
    findings: joined.findings.filter(({ fingerprint }) => !known.has(fingerprint)),
  };
  const exitCode = exitCodeOf(counted, failOn);
  const isClean = exitCode === 0;
  await writeTo(process.stdout, githubReport(joined));
  const delivered = await deliver({ plan, workflow, scans, isClean, signal });
  notes.push(...delivered.notes);
  for (const warning of delivered.warnings)
    process.stdout.write(`::warning title=ttleaks::${escapeData(shownText(warning))}\n`);
  for (const note of notes) process.stdout.write(`ttleaks: ${shownText(note)}\n`);
  await writeTo(process.stdout, textSummary(joined, { color: false, showSecrets: false, verbose: false }));
  writeSummary(workflow, joined, notes);
  const range = plan.range.kind === 'range' ? plan.range.shown : plan.range.kind;
  writeOutputs(workflow, { exitCode, report: joined, range, sarifFile: delivered.sarifFile });
  return exitCode;
}

/** Who can set these off may write to the repository. */
const TRUSTED_EVENTS: ReadonlySet<string> = new Set([
  'create',
  'merge_group',
  'push',
  'release',
  'repository_dispatch',
  'schedule',
  'workflow_dispatch',
]);

/**
 * A stranger could have anybody's key revoked, by a pull request that holds it; and a comment on one, an issue or the end
 * of another workflow may have its commits checked out as well.
 */
function mayRevoke({ event }: Plan, { eventName }: Workflow): boolean {
  return TRUSTED_EVENTS.has(eventName) || pullRequestOf(event)?.isForeign === false;
}

function refusal(plan: Plan, workflow: Workflow): string[] {
  if (!plan.inputs.revoke || mayRevoke(plan, workflow)) return [];
  return [
    'Nothing is revoked on a pull request from a fork or by Dependabot, nor on an event that a stranger can set off.',
  ];
}

/** The verdicts on all keys, and the levels that they make, in each of the reports. */
async function verified(scans: Scans, plan: Plan, workflow: Workflow): Promise<Scans> {
  const { verify, revoke } = plan.inputs;
  if (!verify && !revoke) return scans;
  const { openVerifying } = await import('../cli/verify-scan.ts');
  const isRevoking = revoke && mayRevoke(plan, workflow);
  const args = { format: 'text', cache: false, color: false, progress: false, quiet: true } as const;
  const verifying = await openVerifying({
    ...args,
    verify: true,
    ...(isRevoking ? { revoke, yes: true } : {}),
  });
  try {
    const joined = await verifying.judge(scans.joined, plan.signal);
    const { verifications, revocations } = joined;
    const verdicts = { ...(verifications ? { verifications } : {}), ...(revocations ? { revocations } : {}) };
    const judged = (report: Scans['files']) =>
      report === undefined ? undefined : withVerdicts({ ...report, ...verdicts });
    return {
      ...scans,
      joined: withKnown(joined, scans.known),
      files: judged(scans.files),
      history: judged(scans.history),
    };
  } finally {
    verifying.close();
  }
}
