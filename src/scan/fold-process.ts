/**
 * Parses JavaScript in a process of its own. The parser is a native one, and recurses: source that is nested deeply
 * enough ends the process that it runs in. There it may also take no more memory and time than it is given.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FoldedText } from '../detect/fold/folded-texts.ts';

export interface FoldRequest {
  readonly source: string;
  readonly anchors: readonly string[];
}

const TIMEOUT_MS = 20_000;
const MAX_HEAP_MEGABYTES = 1024;
/** So often it may fail in one scan. */
const MAX_FAILURES = 3;
const IDLE_MS = 1000;

export class FoldProcess {
  #child: ChildProcess | undefined;
  #idle: NodeJS.Timeout | undefined;
  #failures = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** One after another. Undefined where it failed; nothing where the signal fires. */
  async fold(
    request: FoldRequest,
    signal: AbortSignal | undefined,
  ): Promise<readonly FoldedText[] | undefined> {
    const answer = this.#last.then(() => this.#fold(request, signal));
    this.#last = answer;
    return await answer;
  }

  async #fold(
    request: FoldRequest,
    signal: AbortSignal | undefined,
  ): Promise<readonly FoldedText[] | undefined> {
    if (signal?.aborted) return [];
    // The parser is no part of every build: not of the step of GitHub Actions, which has nothing native.
    if (this.#failures === MAX_FAILURES || !existsSync(childUrl())) return undefined;
    clearTimeout(this.#idle);
    const texts = await this.#ask(request, signal);
    if (texts === undefined) {
      this.#end();
      if (signal?.aborted) return [];
      this.#failures++;
    } else this.#idle = setTimeout(() => this.#end(), IDLE_MS).unref();
    return texts;
  }

  async #ask(
    request: FoldRequest,
    signal: AbortSignal | undefined,
  ): Promise<readonly FoldedText[] | undefined> {
    this.#child ??= started();
    const child = this.#child;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), TIMEOUT_MS);
      const fail = () => settle(undefined);
      const settle = (texts: readonly FoldedText[] | undefined) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', fail);
        child.off('message', settle).off('exit', fail).off('error', fail);
        resolve(texts);
      };
      child.on('message', settle).on('exit', fail).on('error', fail);
      signal?.addEventListener('abort', fail);
      child.send(request, (error) => error && fail());
    });
  }

  #end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

function started(): ChildProcess {
  const child = fork(fileURLToPath(childUrl()), [], {
    env: {},
    execArgv: [`--max-old-space-size=${MAX_HEAP_MEGABYTES}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // It ends with this process, and does not keep it.
  child.unref();
  child.channel?.unref();
  return child;
}

/** Beside the bundle that this module ends up in, or one folder up where that is a chunk. */
function childUrl(): URL {
  const isChunk = /\/chunks\/[^/]*$/.test(import.meta.url);
  return new URL(isChunk ? '../fold-child.js' : './fold-child.js', import.meta.url);
}
