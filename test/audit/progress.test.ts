import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { BIN, bareEnvironment, expectNoKey } from '../cli/run-cli.ts';
import { temporaryDirectory } from '../cli/tree.ts';

/** What a terminal got. */
function onTerminal(cwd: string, args: string): Promise<string> {
  const child = spawn('script', ['-qec', `'${process.execPath}' '${BIN}' ${args}`, '/dev/null'], {
    cwd,
    env: bareEnvironment({ TERM: 'xterm' }),
  });
  let screen = '';
  child.stdout.on('data', (piece: Buffer) => {
    screen += piece.toString();
  });
  return new Promise((resolve) => {
    child.once('close', () => {
      expectNoKey(screen);
      resolve(screen);
    });
  });
}

it('an audit shows on a terminal how far it is in all, and says nothing of it elsewhere', async () => {
  const cwd = temporaryDirectory({ 'a/x': 'x', 'b/x': 'x' });
  expect(await onTerminal(cwd, 'audit a b')).toContain('2 of 2 repositories');
  expect(await onTerminal(cwd, 'audit a b --no-progress')).not.toContain('of 2 repositories');
});
