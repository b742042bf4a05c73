/**
 * Runs the committed bundle as a runner would: its own process, the variables and files of a job. A whole key may stand
 * in the commands that mask it, and nowhere else.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFailed } from 'vitest';
import { bareEnvironment, expectNoKey } from '../cli/run-cli.ts';
import type { ScratchRepository } from '../git/scratch-repository.ts';
import type { GitHubServer } from '../github/github-server.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

const BUNDLE = fileURLToPath(new URL('../../action/main.js', import.meta.url));
/** Where nobody answers. */
const NOWHERE = 'http://127.0.0.1:9';

export interface Job {
  readonly checkout: ScratchRepository;
  readonly event: string;
  readonly payload: unknown;
  readonly ref?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Without one, nothing is uploaded or commented. */
  readonly github?: GitHubServer;
  /** Where git fetches from. */
  readonly serverUrl?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export interface JobRun {
  readonly code: number | null;
  /** What was printed, but for the masks. */
  readonly log: string;
  readonly masks: readonly string[];
  readonly annotations: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly stderr: string;
}

export async function runJob(job: Job): Promise<JobRun> {
  const { checkout, event, payload, ref = 'refs/heads/main', github, serverUrl = NOWHERE } = job;
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const temporary = temporaryDirectory({ 'event.json': text });
  const inputs = { ...(github === undefined ? {} : { token: github.token }), ...job.inputs };
  const env = bareEnvironment({
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: checkout.path,
    GITHUB_REPOSITORY: 'acme/shop',
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: join(temporary, 'event.json'),
    GITHUB_SHA: checkout.git('rev-parse', 'HEAD'),
    GITHUB_REF: ref,
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: github?.apiUrl ?? NOWHERE,
    GITHUB_SERVER_URL: serverUrl,
    GITHUB_OUTPUT: join(temporary, 'output'),
    GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
    RUNNER_TEMP: temporary,
    XDG_STATE_HOME: temporary,
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...job.env,
  });
  const { code, stdout, stderr } = await run(env);
  onTestFailed(() => {
    process.stderr.write(`${withoutMasks(stdout)}${stderr}[exit ${code}]\n`);
  });
  return checked({ code, stdout, stderr, temporary });
}

function run(env: NodeJS.ProcessEnv): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [BUNDLE], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const pieces: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout.on('data', (piece: Buffer) => pieces.stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => pieces.stderr.push(piece));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const [stdout = '', stderr = ''] = Object.values(pieces).map((each) =>
        Buffer.concat(each).toString('utf8'),
      );
      resolve({ code, stdout, stderr });
    });
  });
}

function checked(facts: { code: number | null; stdout: string; stderr: string; temporary: string }): JobRun {
  const { code, stdout, stderr, temporary } = facts;
  const read = (name: string) =>
    existsSync(join(temporary, name)) ? readFileSync(join(temporary, name), 'utf8') : '';
  const [log, output, summary] = [withoutMasks(stdout), read('output'), read('summary')];
  for (const text of [log, stderr, output, summary, read('ttleaks.sarif')]) expectNoKey(text);
  expect(readdirSync(temporary).filter((name) => name.startsWith('ttleaks-'))).toEqual(
    existsSync(join(temporary, 'ttleaks-history.sarif')) ? ['ttleaks-history.sarif'] : [],
  );
  // Masks stand before all else: what is printed before them shows what it shows.
  const printed = stdout.split('\n');
  const firstOther = printed.findIndex((line) => !line.startsWith('::add-mask::'));
  expect(printed.slice(firstOther).filter((line) => line.startsWith('::add-mask::'))).toEqual([]);
  const lines = output.split('\n').filter((line) => line !== '');
  return {
    code,
    log,
    stderr,
    summary,
    masks: stdout.split('\n').flatMap((line) => /^::add-mask::(.+)$/.exec(line)?.[1] ?? []),
    annotations: log.split('\n').filter((line) => /^::(?:error|warning|notice) /.test(line)),
    outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) as JobRun['outputs'],
  };
}

function withoutMasks(text: string): string {
  return text.replace(/^::add-mask::.*\n/gm, '');
}
