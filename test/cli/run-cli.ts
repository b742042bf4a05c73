/**
 * Runs the built command as a user would: its own process, a bare environment, a home of its own. Whatever it prints
 * must hold no key that the tests made; only a run that asks for whole keys may show them.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFailed } from 'vitest';
import { madeKeys } from '../core/key-maker.ts';

export const BIN = fileURLToPath(new URL('../../bin/ttleaks.js', import.meta.url));

const HOME = mkdtempSync(join(tmpdir(), 'ttleaks-home-'));
process.once('exit', () => rmSync(HOME, { recursive: true, force: true }));

/** Where set, a file that every run is written to. */
const { TTLEAKS_TEST_RECORD: RECORD } = process.env;

export interface CliOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string | Buffer;
  /** The run may show whole keys on standard output. */
  readonly showSecrets?: boolean;
  readonly uid?: number;
}

export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<CliRun>;
}

export function bareEnvironment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { PATH } = process.env;
  return { PATH, HOME, NO_COLOR: '1', GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C', ...env };
}

/** An audit asks TimeTime, unless it is told not to: where a test holds no TimeTime of its own, it is. */
function unasked(args: readonly string[], env: NodeJS.ProcessEnv = {}): readonly string[] {
  const at = args.indexOf('audit') + 1;
  const { TIMETIME_API_URL: url } = env;
  const isHeld = url !== undefined || args.includes('--api-url');
  return at === 0 || isHeld ? args : [...args.slice(0, at), '--no-verify', ...args.slice(at)];
}

export function startCli(args: readonly string[], options: CliOptions): CliProcess {
  const { cwd, env, input, uid } = options;
  const child = spawn(process.execPath, [BIN, ...unasked(args, env)], {
    cwd,
    env: bareEnvironment(env),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
  child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
  // Whoever reads nothing closes its input: no matter here.
  child.stdin.on('error', () => {});
  if (input !== undefined) child.stdin.end(input);
  const ended = new Promise<CliRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const run = { code, signal, stdout: textOf(stdout), stderr: textOf(stderr) };
      record(args, run);
      resolve(run);
    });
  });
  return { child, ended: ended.then((run) => checked(run, options)) };
}

export async function runCli(args: readonly string[], options: CliOptions): Promise<CliRun> {
  return await startCli(args, { input: '', ...options }).ended;
}

export interface JsonFinding {
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly secretId: string;
  readonly level: string;
  readonly exposure: string;
  readonly exposureReason?: { readonly kind: string; readonly name?: string; readonly text: string };
  readonly site: string;
  readonly repository?: string;
  readonly masked: string;
  readonly path: string;
  readonly container?: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly snippet: string;
  readonly via?: readonly string[];
  readonly variable?: string;
  readonly original?: { readonly path: string; readonly startLine: number; readonly startColumn: number };
  readonly object?: string;
  readonly introduced?: { readonly commit: string; readonly author: string; readonly subject: string };
  readonly removed?: { readonly commit: string };
  readonly refs?: readonly string[];
  readonly inHead?: boolean;
  readonly reachable?: boolean;
  readonly suppressed?: { readonly kind: string; readonly justification: string };
}

export interface JsonReport {
  readonly scan: {
    readonly mode: string;
    readonly target: string;
    readonly files: number;
    readonly bytes: number;
    readonly objects: number;
    readonly complete: boolean;
    readonly excluded: number;
    readonly skipped: readonly { readonly path: string; readonly reason: string; readonly kind: string }[];
    readonly warnings: readonly string[];
  };
  readonly secrets: readonly { readonly secretId: string; readonly findings: number }[];
  readonly findings: readonly JsonFinding[];
}

export interface JsonRun extends CliRun {
  readonly report: JsonReport;
}

export async function runJson(args: readonly string[], options: CliOptions): Promise<JsonRun> {
  const run = await runCli(['--format', 'json', ...args], options);
  return { ...run, report: JSON.parse(run.stdout) as JsonReport };
}

/** A file that a run wrote. */
export function readWritten(file: string): string {
  const text = readFileSync(file, 'utf8');
  expectNoKey(text);
  return text;
}

/** Neither a key that the tests made nor its body alone, however glued to other text. */
export function expectNoKey(text: string): void {
  expect(text).not.toMatch(/tt1\.[0-9a-f]{64}/);
  const bodies = new Set([...madeKeys].map((key) => key.slice('tt1.'.length)));
  const lengths = new Set([...bodies].map((body) => body.length));
  for (const [run] of text.matchAll(/[0-9A-Za-z]{40,}/g)) {
    for (const length of lengths) {
      for (let at = 0; at + length <= run.length; at++) {
        const body = run.slice(at, at + length);
        if (bodies.has(body)) expect.fail(`a whole key stands in the output: ${body.slice(0, 4)}…`);
      }
    }
  }
}

function checked(run: CliRun, { showSecrets = false }: CliOptions): CliRun {
  if (!showSecrets) expectNoKey(run.stdout);
  expectNoKey(run.stderr);
  return run;
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString('utf8');
}

function record(args: readonly string[], run: CliRun): void {
  const text = `$ ttleaks ${args.join(' ')}\n${run.stdout}${run.stderr}[exit ${run.code ?? run.signal}]\n`;
  if (RECORD) appendFileSync(RECORD, text);
  onTestFailed(() => {
    process.stderr.write(text);
  });
}
