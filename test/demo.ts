/**
 * `npm run demo`: a repository with a leak, and a TimeTime of its own on this machine. Scan, verify, revoke, scan
 * again: each command is printed before it runs, and its output is its own.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ContractServer } from './timetime/contract-server.ts';

const BIN = resolve('bin/ttleaks.js');

const folder = mkdtempSync(join(tmpdir(), 'ttleaks-demo-'));
const repository = join(folder, 'shop');
const server = await ContractServer.start();
try {
  makeRepository(leakedKey());
  await step('What leaks?');
  await step('Is it live, and what does it reach?', '--verify');
  await step('What would a revocation do?', 'revoke');
  await step(
    'A new key first, then the old one goes.',
    'revoke',
    '--yes',
    '--rotate',
    '--to-env-file',
    '.env',
  );
  await step('And now?', '--verify');
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** Of an owner who has another one, and who administers the tenant. */
function leakedKey(): string {
  const owner = server.addOwner({ tenantRole: 'ADMIN', organizations: [{ name: 'Acme', roles: ['OWNER'] }] });
  const key = newKey();
  server.addKey(key, { owner, name: 'booking' });
  server.addKey(newKey(), { owner, name: 'reports' });
  return key;
}

function newKey(): string {
  return `tt1.${randomBytes(32).toString('hex')}`;
}

function makeRepository(key: string): void {
  mkdirSync(join(repository, 'src'), { recursive: true });
  writeFileSync(join(repository, 'src/booking.ts'), `export const client = new TimeTime('${key}');\n`);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: repository, stdio: 'ignore' });
  git('init');
  git('add', '.');
  git('-c', 'user.name=Ana', '-c', 'user.email=ana@example.com', 'commit', '-m', 'Take bookings');
}

async function step(title: string, ...args: readonly string[]): Promise<void> {
  process.stdout.write(`\n── ${title}\n$ ttleaks ${args.join(' ')}\n\n`);
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: repository,
    env: { ...process.env, TIMETIME_API_URL: server.url, XDG_STATE_HOME: join(folder, 'state') },
    // Nobody is asked: without --yes, a revocation only says what it would do.
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((ended) => child.once('close', ended));
  process.stdout.write(`[exit code ${code}]\n`);
}
