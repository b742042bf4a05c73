/**
 * The entry. A hook gets there without anything that another command needs: at a commit, loading costs more than a check.
 * `exitCode` is set, never `exit` called: what is on its way to a pipe must arrive.
 */
import { reportFailure } from './failure.ts';
import { runHook } from './hook.ts';

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'hook') return await runHook(args.slice(1));
  return await (await import('./command-line.ts')).runCommandLine(args);
}

// Until all is done: whatever ends the process before that, it has not looked.
process.exitCode = 3;
// Not awaited: it is built as CommonJS.
main(process.argv.slice(2))
  .catch(reportFailure)
  .then((code) => {
    process.exitCode = code;
  });
