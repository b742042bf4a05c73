/**
 * Runs git, isolated from what the repository configures. Hooks load this: node builtins only.
 * Callers pass plumbing commands and read machine formats.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { fsPath, showPath } from '../core/path-text.ts';
import { ISOLATION, isUnspeakable } from './environment.ts';

/** Where git runs, and with what. */
export interface GitContext {
  /** Path text. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
}

type GitInput = Uint8Array | AsyncIterable<Uint8Array | string> | Iterable<string>;

export interface GitOptions {
  readonly input?: GitInput | undefined;
  /** Instead of an input that is given whole: it stays open for `write`. */
  readonly isDialogue?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** git speaks to a server by programs of its own, which end with it only where it is asked to end. */
  readonly isRemote?: boolean;
  /** More than this on standard output is an error. */
  readonly maxBytes?: number;
}

interface GitExit {
  readonly code: number;
  /** Masked; the first 64 KiB. */
  readonly stderr: string;
}

export interface GitResult extends GitExit {
  readonly stdout: Buffer;
}

export interface GitStream extends AsyncIterable<Buffer> {
  /** Settles when git is gone; fails where git cannot be run or the input failed. */
  readonly exit: Promise<GitExit>;
  /** Hands each chunk to `take` and waits for the end: faster than iterating, for bulk that is taken synchronously. */
  forEach(take: (chunk: Buffer) => void): Promise<GitExit>;
  /** Only in a dialogue. */
  write(text: string | Uint8Array): void;
  kill(): void;
}

const MAX_STDERR_BYTES = 64 * 1024;
const MAX_COLLECTED_BYTES = 256 * 1024 * 1024;

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

/**
 * A running git. Iterating gives its standard output; leaving the loop early ends it.
 * A code other than 0 is no error here: the caller knows what it means.
 */
export function streamGit(context: GitContext, args: readonly string[], options: GitOptions = {}): GitStream {
  const { input, isDialogue = false, signal } = options;
  const child = start(context, args, { hasInput: isDialogue || input !== undefined, signal });
  const exit = exitOf(child, context, options);
  const fed = child.stdin === null || input === undefined ? undefined : feed(child.stdin, input);
  const kill = () => {
    child.kill('SIGKILL');
  };
  // What happens to the input is told by `exit`, which may be awaited late.
  const whole = Promise.all([exit, fed]).then(([ended]) => ended);
  fed?.catch(kill);
  whole.catch(() => {});
  // A git that is gone is told by its exit, not by the write that it missed.
  if (isDialogue) child.stdin?.on('error', () => {});
  return {
    exit: whole,
    kill,
    write: (text) => child.stdin?.write(text),
    forEach: (take) => forEachChunk(child, take, whole),
    [Symbol.asyncIterator]: () => chunksOf(child, whole, kill),
  };
}

/** For small answers. */
export async function runGit(
  context: GitContext,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  const { maxBytes = MAX_COLLECTED_BYTES } = options;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const exit = await streamGit(context, args, options).forEach((chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new TtleaksError('INCOMPLETE', `git ${args[0]} answered with more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  });
  return { ...exit, stdout: Buffer.concat(chunks, bytes) };
}

/** What git said, as one line for a message; `fallback` where it said nothing. */
export function lastLineOf(stderr: string, fallback: string): string {
  const lines = stderr.split('\n').filter((line) => /^(?:fatal|error): /.test(line));
  return lines.at(-1)?.replace(/^(?:fatal|error): /, '') ?? fallback;
}

function start(
  context: GitContext,
  args: readonly string[],
  { hasInput, signal }: { readonly hasInput: boolean; readonly signal: AbortSignal | undefined },
): Child {
  signal?.throwIfAborted();
  const fd = isUnspeakable(context.directory) ? openSync(fsPath(context.directory), 'r') : undefined;
  try {
    return spawn('git', [...ISOLATION, ...args], {
      // The open directory stands for a path that is not UTF-8.
      cwd: fd === undefined ? context.directory : `/proc/self/fd/${fd}`,
      env: context.env,
      // Pipes are a good part of what a start costs, and a hook starts git three times.
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    }) as Child;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

function exitOf(
  child: Child,
  context: GitContext,
  { signal, isRemote = false }: GitOptions,
): Promise<GitExit> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < MAX_STDERR_BYTES) stderr += text.slice(0, MAX_STDERR_BYTES - stderr.length);
  });
  const abort = () => {
    child.kill(isRemote ? 'SIGTERM' : 'SIGKILL');
    if (!isRemote) return;
    // Such a program may hold them open for as long as its server says nothing.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  signal?.addEventListener('abort', abort, { once: true });
  const ended = new Promise<GitExit>((done, fail) => {
    child.once('error', (error) => fail(startFailure(error, context)));
    child.once('close', (code) => {
      if (signal?.aborted) fail(signal.reason);
      // Killed, by us or by another: no code.
      else done({ code: code ?? -1, stderr: maskKeysIn(stderr) });
    });
  }).finally(() => signal?.removeEventListener('abort', abort));
  ended.catch(() => {});
  return ended;
}

/** Node.js reports a missing program and a missing current directory alike. */
function startFailure(error: unknown, { directory }: GitContext): TtleaksError {
  const shown = maskKeysIn(showPath(directory));
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    if (statSync(fsPath(directory), { throwIfNoEntry: false })?.isDirectory()) {
      return new TtleaksError('INCOMPLETE', 'git is not on the PATH: install git 2.31 or newer.', {
        cause: error,
      });
    }
    return new TtleaksError('INCOMPLETE', `${shown}: no such directory`, { cause: error });
  }
  return new TtleaksError('INCOMPLETE', `git could not be run in ${shown}: ${reasonOf(error)}`, {
    cause: error,
  });
}

async function* chunksOf(
  child: Child,
  exit: Promise<GitExit>,
  kill: () => void,
): AsyncGenerator<Buffer, void> {
  let ended = false;
  try {
    for await (const chunk of child.stdout) yield chunk as Buffer;
    ended = true;
    // So that a failure of the input or the start shows where the output is read.
    await exit;
  } finally {
    if (!ended) kill();
  }
}

async function forEachChunk(
  child: Child,
  take: (chunk: Buffer) => void,
  exit: Promise<GitExit>,
): Promise<GitExit> {
  let failure: unknown;
  child.stdout.on('data', (chunk: Buffer) => {
    try {
      if (failure === undefined) take(chunk);
    } catch (error) {
      failure = error;
      child.kill('SIGKILL');
    }
  });
  const ended = await exit;
  if (failure !== undefined) throw failure;
  return ended;
}

/** Writes at the pace at which git reads. That git stops reading is no error here: its exit code tells. */
async function feed(stdin: Writable, input: GitInput): Promise<void> {
  let isOpen = true;
  let wake = () => {};
  const stop = () => {
    isOpen = false;
    wake();
  };
  stdin
    .on('error', stop)
    .on('close', stop)
    .on('drain', () => wake());
  try {
    for await (const piece of input instanceof Uint8Array ? [input] : input) {
      if (!isOpen) return;
      if (piece.length > 0 && !stdin.write(piece))
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (!isOpen) resolve();
        });
    }
  } finally {
    stdin.end();
  }
}
