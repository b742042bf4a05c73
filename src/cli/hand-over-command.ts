/**
 * Hands a new key over to a command that the user has named, on its standard input: never as an argument or in its
 * environment. What the command prints is not shown, since it may hold the key.
 */
import { spawn } from 'node:child_process';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Secret } from '../core/secret.ts';
import type { HandOver } from '../timetime/rotation.ts';

const TIMEOUT_MS = 120_000;

export function handOverToCommand(command: string): HandOver {
  return { prepare: async () => {}, deliver: (replacement) => run(command, replacement) };
}

/** Without a line break behind it: what reads it whole would take that for a part of the key. */
function run(command: string, replacement: Secret): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, {
      shell: true,
      env: withoutKeys(process.env),
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: TIMEOUT_MS,
    });
    child.once('error', () => reject(new Error('the command could not be started')));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the command ended with ${code ?? 'a signal'}`));
    });
    // A command that reads nothing closes its input; its exit code says what became of it.
    child.stdin.on('error', () => {});
    child.stdin.end(replacement.reveal());
  });
}

/** The old key, say, which stands in TIMETIME_API_KEY where this runs. */
function withoutKeys(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([, value = '']) => maskKeysIn(value) === value),
  );
}
