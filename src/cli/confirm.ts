/** A typed confirmation on a terminal. */
import { createInterface } from 'node:readline';
import { counted } from '../report/wording.ts';

/** Whether somebody is there to ask, who can both read the question and type. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** True only for the exact words; the end of the input, or a signal, is no. */
export async function confirmRevocation(keys: number, signal: AbortSignal): Promise<boolean> {
  const words = `revoke ${keys}`;
  // The terminal itself edits the line; a second signal is to end the process.
  const input = createInterface({ input: process.stdin, terminal: false });
  const close = () => input.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    process.stderr.write(
      `\nThis takes ${counted(keys, 'key')} out of service, for good.\nType "${words}" to go on: `,
    );
    for await (const line of input) return line.trim() === words;
    process.stderr.write('\n');
    return false;
  } finally {
    signal.removeEventListener('abort', close);
    input.close();
  }
}
