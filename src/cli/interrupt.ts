/** The first signal ends the scan and lets it report; a second one ends the process at once. */
import { setMaxListeners } from 'node:events';

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  readonly signal: AbortSignal;
  /** Undefined where none came. */
  exitCode(): number | undefined;
  stop(): void;
}

export function onInterrupt(): Interruption {
  const controller = new AbortController();
  // Whoever does many things at once listens with each.
  setMaxListeners(0, controller.signal);
  let code: number | undefined;
  const handlers = Object.entries(SIGNALS).map(([name, exitCode]) => {
    const handler = () => {
      code = exitCode;
      controller.abort(new Error('interrupted'));
      process.off(name, handler);
    };
    process.on(name, handler);
    return { name, handler };
  });
  return {
    signal: controller.signal,
    exitCode: () => code,
    stop: () => {
      for (const { name, handler } of handlers) process.off(name, handler);
    },
  };
}
