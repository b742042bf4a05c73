/** git as the user runs it, hooks and all. Only for a repository of our own: `run.ts` is for all others. */
import { spawn } from 'node:child_process';
import { trialEnvironment } from './environment.ts';

export interface TrialRun {
  /** -1 where it did not end in time. */
  readonly code: number;
  /** Of both streams, its first 256 KiB. */
  readonly output: string;
}

const MAX_OUTPUT = 262_144;
const TIME_LIMIT_MS = 120_000;
const SETTINGS = [
  'commit.gpgSign=false',
  'push.gpgSign=false',
  'push.recurseSubmodules=no',
  'core.fsmonitor=false',
];

export async function trialGit(directory: string, args: readonly string[]): Promise<TrialRun> {
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const child = spawn('git', [...settings, ...args], {
    cwd: directory,
    env: trialEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIME_LIMIT_MS,
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text.slice(0, MAX_OUTPUT - output.length);
    });
  }
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, output }));
  });
}
