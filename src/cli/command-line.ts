/** What was typed. A plain scan gets by without the command-line parser, whose loading costs more than a small scan. */
import { commandFirst } from './command-first.ts';
import { tuneEngine } from './engine.ts';
import { runHook } from './hook.ts';
import { quickArguments } from './quick-arguments.ts';
import { runScan } from './run-scan.ts';

export async function runCommandLine(given: readonly string[]): Promise<number> {
  const args = commandFirst(given);
  if (args[0] === 'hook') return await runHook(args.slice(1));
  tuneEngine();
  const quick = quickArguments(args);
  if (quick) return await runScan(quick);
  return (await import('./commands.ts')).runCommand(args);
}
