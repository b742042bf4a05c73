/** Runs the command against a contract server, with directories of its own for all that it may write. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type CliRun, expectNoKey, runCli } from '../cli/run-cli.ts';
import { madeKeys } from '../core/key-maker.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import { ContractServer, type ServerSettings } from './contract-server.ts';
import { spellingsOf } from './weather.ts';

export async function startServer(settings: ServerSettings = {}): Promise<ContractServer> {
  const server = await ContractServer.start(settings);
  onTestFinished(() => server.stop());
  return server;
}

export interface Place {
  /** What is scanned. */
  readonly tree: string;
  /** The user's directories: configuration, state, cache. */
  readonly home: string;
}

export function aPlace(
  files: Readonly<Record<string, string>>,
  home: Readonly<Record<string, string>> = {},
): Place {
  return { tree: temporaryDirectory(files), home: temporaryDirectory(home) };
}

export function environmentOf({ home }: Place, server?: ContractServer): NodeJS.ProcessEnv {
  return {
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CACHE_HOME: join(home, 'cache'),
    ...(server === undefined ? {} : { TIMETIME_API_URL: server.url }),
  };
}

export async function runAt(
  place: Place,
  server: ContractServer | undefined,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string } = {},
): Promise<CliRun> {
  const { env, ...others } = options;
  const run = await runCli(args, {
    cwd: place.tree,
    env: { ...environmentOf(place, server), ...env },
    ...others,
  });
  expectNoSpelling(run.stdout);
  expectNoSpelling(run.stderr);
  for (const [file, text] of writtenFiles(place.home)) {
    expectNoKey(text);
    expectNoSpelling(text, file);
  }
  return run;
}

export interface SecretJson {
  readonly secretId: string;
  readonly masked: string;
  readonly verification: Readonly<Record<string, unknown>> & {
    readonly status: string;
    readonly reason: string;
  };
  readonly revocation?: Readonly<Record<string, unknown>> & {
    readonly status: string;
    readonly reason: string;
  };
}

export async function verify(
  place: Place,
  server: ContractServer | undefined,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const run = await runAt(place, server, ['--verify', '--format', 'json', ...args], { env });
  const report = JSON.parse(run.stdout) as {
    secrets: readonly SecretJson[];
    scan: { complete: boolean; warnings: readonly string[] };
    findings: readonly {
      readonly level: string;
      readonly path: string;
      readonly masked: string;
      readonly suppressed?: unknown;
    }[];
  };
  return { ...run, report };
}

/** Every file below the directory, with its text. */
export function writtenFiles(directory: string): [string, string][] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

/** No key that the tests made, in any form that an echo may have. */
export function expectNoSpelling(text: string, where = 'the output'): void {
  for (const key of madeKeys) {
    for (const spelling of spellingsOf(key)) {
      if (text.includes(spelling)) expect.fail(`${where} holds ${key.slice(0, 8)}…, spelled another way`);
    }
  }
}
