/** Runs a real builder on an application, without any network, and gives what a developer has then: sources and output. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import type { Application } from './application.ts';
import type { BuildKind, Tool } from './tools.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const BUILD = join(HERE, 'builders/build.js');
const TIMEOUT_MS = 180_000;

/** Old versions of webpack ask OpenSSL for what it has retired. */
const OLD = ['webpack-3', 'webpack-4'];

export function requireInstalled(): void {
  if (existsSync(join(HERE, 'node_modules'))) return;
  throw new Error('The builders are not installed: run `npm ci --prefix test/builds` first.');
}

/** What lies there is as the builder has left it, in no repository; below its root where Turbopack was the builder. */
export async function runBuild(
  tool: Tool,
  { minify, map }: BuildKind,
  application: Application,
): Promise<string> {
  const { files, environment } = application;
  return await runIn(tool.name, files, (root) => {
    const options = JSON.stringify({ tool: tool.name, root, minify, map, environment });
    return [...(OLD.includes(tool.name) ? ['--openssl-legacy-provider'] : []), BUILD, options];
  });
}

/** The same, of an application with a build command of its own: a program of the tool's packages, and its arguments. */
export async function runCommand(
  name: string,
  files: Application['files'],
  [program, ...args]: readonly [string, ...string[]],
): Promise<string> {
  const folders = [join(HERE, 'tools', name), HERE].map((folder) =>
    join(folder, 'node_modules/.bin', program),
  );
  const file = folders.find((path) => existsSync(path));
  if (file === undefined)
    throw new Error(`${program} is not installed: run \`npm ci --prefix test/builds\` first.`);
  return await runIn(name, files, () => [realpathSync(file), ...args]);
}

async function runIn(
  name: string,
  files: Application['files'],
  argsOf: (root: string) => readonly string[],
): Promise<string> {
  // Below the tool, so that it finds its own packages, and Turbopack what lies within its root.
  const root = mkdtempSync(join(HERE, 'tools', name, 'work-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    await promisify(execFile)(process.execPath, argsOf(root), {
      cwd: root,
      env: bareEnvironment(),
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    const built = temporaryDirectory({});
    const place = name === 'next-16' ? join(built, relative(HERE, root)) : built;
    cpSync(root, place, {
      recursive: true,
      filter: (path) => !/\/(?:node_modules|\.cache|\.parcel-cache|\.next\/(?:cache|dev))$/.test(path),
    });
    return built;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return {
    PATH,
    HOME,
    CI: '1',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ASTRO_TELEMETRY_DISABLED: '1',
    // What it misses in the lock file it would ask the registry for.
    NEXT_IGNORE_INCORRECT_LOCKFILE: '1',
    // Parcel 1 compiles with it, and it does not know modules.
    DISABLE_V8_COMPILE_CACHE: '1',
  };
}
