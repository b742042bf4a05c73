/**
 * The entry. A hook and a plain scan get there without the command-line parser, whose loading costs more than a whole check.
 * `exitCode` is set, never `exit` called: what is on its way to a pipe must arrive.
 */
import { commandFirst } from './command-first.ts';
import { reportFailure } from './failure.ts';
import { runHook } from './hook.ts';
import { quickArguments } from './quick-arguments.ts';
import { runScan } from './run-scan.ts';

const args = commandFirst(process.argv.slice(2));

async function main(): Promise<number> {
  if (args[0] === 'hook') return await runHook(args.slice(1));
  const quick = quickArguments(args);
  if (quick) return await runScan(quick);
  return (await import('./commands.ts')).runCommand(args);
}

process.exitCode = await main().catch(reportFailure);
