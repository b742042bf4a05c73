/** On a terminal a revocation is confirmed by typing. */
import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { BIN, bareEnvironment, expectNoKey } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import type { ContractServer } from './contract-server.ts';
import { aLeak } from './run-revoke.ts';
import { aPlace, environmentOf, expectNoSpelling, type Place, startServer } from './run-verify.ts';

/** Runs on a terminal of its own, types once the question stands there, and gives what the screen showed. */
function onTerminal(
  place: Place,
  server: ContractServer,
  args: string,
  typed: string,
): Promise<{ code: number | null; screen: string }> {
  const command = `'${process.execPath}' '${BIN}' ${args}`;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: place.tree,
    env: bareEnvironment({ ...environmentOf(place, server), TERM: 'dumb' }),
  });
  let screen = '';
  let isTyped = false;
  child.stdout.on('data', (piece: Buffer) => {
    screen += piece.toString();
    if (isTyped || !screen.includes('to go on:')) return;
    isTyped = true;
    child.stdin.write(typed);
  });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      expectNoKey(screen);
      expectNoSpelling(screen);
      resolve({ code, screen });
    });
  });
}

it('the right words revoke, after the plan was shown', async () => {
  const { server, place, key } = await aLeak();
  const { code, screen } = await onTerminal(place, server, 'revoke', 'revoke 1\r');
  expect([code, key.isLive]).toEqual([0, false]);
  expect(screen).toMatch(/Plan: 1 live key to revoke[\s\S]*Type "revoke 1" to go on:[\s\S]*revoked/);
});

it.each([
  ['another number', 'revoke 2\r'],
  ['yes', 'yes\r'],
  ['nothing', '\r'],
  ['the end of the input', '\u0004'],
])('%s does not: nothing is done, and the exit code is 1', async (_, typed) => {
  const { server, place, key } = await aLeak();
  const { code, screen } = await onTerminal(place, server, 'revoke', typed);
  expect([code, key.isLive, server.callsOf('DELETE')]).toEqual([1, true, []]);
  expect(screen).toMatch(/not confirmed; nothing was done/);
});

it('Ctrl-C at the question ends it with 130, and nothing done', async () => {
  const { server, place, key } = await aLeak();
  const { code } = await onTerminal(place, server, 'revoke', '\u0003');
  expect([code, key.isLive, server.callsOf('DELETE')]).toEqual([130, true, []]);
});

it('a dry run asks nothing, nor does a plan without a live key', async () => {
  const { server, place } = await aLeak();
  expect((await onTerminal(place, server, 'revoke --dry-run', '')).screen).not.toMatch(/to go on/);
  const dead = aPlace({ 'a.ts': keyOf('dead') });
  const { code, screen } = await onTerminal(dead, await startServer(), 'revoke', '');
  expect([code, screen]).toEqual([0, expect.stringMatching(/No live key to revoke/)]);
});

it('scan --revoke asks the same, and shows the plan before', async () => {
  const { server, place, key } = await aLeak();
  const { code, screen } = await onTerminal(place, server, '--revoke', 'revoke 1\r');
  expect([code, key.isLive]).toEqual([1, false]);
  expect(screen).toMatch(/Plan: 1 live key[\s\S]*to go on:[\s\S]*1 warning/);
});

it('progress is shown while many keys are asked about', async () => {
  const server = await startServer({ latencyMs: 30 });
  const keys = Array.from({ length: 100 }, (_, index) => keyOf(`progress ${index}`));
  const place = aPlace({ 'a.ts': keys.join('\n') });
  const child = spawn('script', ['-qec', `'${process.execPath}' '${BIN}' --verify`, '/dev/null'], {
    cwd: place.tree,
    env: bareEnvironment({ ...environmentOf(place, server), TERM: 'xterm' }),
  });
  let screen = '';
  for await (const piece of child.stdout) screen += String(piece);
  expect(screen).toMatch(/asked TimeTime about \d+ of 100 keys/);
});
