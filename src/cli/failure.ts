/** Expected failures print one line; unknown ones keep their stack. No key in either. */
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { shownText } from '../report/shown.ts';

const EXIT_BUG = 3;

export function reportFailure(error: unknown): number {
  if (error instanceof TtleaksError) {
    process.stderr.write(`ttleaks: ${shownText(error.message)}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`ttleaks: unexpected failure, the scan is incomplete\n${maskKeysIn(text)}\n`);
  return EXIT_BUG;
}
