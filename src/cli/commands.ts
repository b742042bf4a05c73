/** The command line, by yargs: every command but the hooks. */
import yargs, { type Argv } from 'yargs';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/secret.ts';
import { VERSION } from '../version.ts';
import { SCAN_OPTIONS, type ScanArguments } from './scan-arguments.ts';

const EXIT_CODES = `Exit codes:
  0  everything asked for was scanned, and nothing is at or above --fail-on
  1  findings at or above --fail-on
  2  usage or configuration error: nothing was scanned
  3  no such findings, but the scan is incomplete
  130, 143  interrupted; what was found by then is reported`;

export async function runCommand(args: readonly string[]): Promise<number> {
  let code = 0;
  const take = (run: () => Promise<number>) => async () => {
    code = await run();
  };
  const parser = yargs([...args])
    .scriptName('ttleaks')
    .usage(
      'Finds TimeTime API keys (tt1.…) in files, bundles, the git index and all of history.\n\n$0 [scan] [paths..]',
    )
    .parserConfiguration({
      'populate--': false,
      'duplicate-arguments-array': true,
      'parse-positional-numbers': false,
    })
    .command(
      ['scan [paths..]', '$0'],
      'scan files (default), the index, history or standard input',
      (command) => withScanOptions(command),
      async (parsed) => take(async () => (await import('./run-scan.ts')).runScan(argumentsOf(parsed)))(),
    )
    .command(
      'baseline [paths..]',
      'write or refresh the file of known findings',
      (command) => withScanOptions(command),
      async (parsed) =>
        take(async () => (await import('./run-baseline.ts')).runBaseline(argumentsOf(parsed)))(),
    )
    .command('rules', 'list the rules, or check rule files', (command) => withRuleCommands(command, take))
    .command('hook <name>', 'the check that a git hook runs: hook pre-commit', (command) => command)
    .example('$0', 'scan the current directory')
    .example('$0 --history', 'scan every object of the repository')
    .example('$0 --staged', 'scan what the next commit would add')
    .example('$0 dist -o leaks.sarif', 'scan a build and write SARIF')
    .epilogue(EXIT_CODES)
    .version(VERSION)
    .help()
    .wrap(Math.min(110, process.stdout.columns ?? 110))
    .recommendCommands()
    .strictOptions()
    .exitProcess(false)
    .fail((message, error) => {
      if (error) throw error;
      throw new TtleaksError('USAGE', maskKeysIn(`${message.split('\n')[0]} (see ttleaks --help)`));
    });
  await parser.parseAsync();
  return code;
}

function withScanOptions(command: Argv): Argv {
  return command
    .positional('paths', { type: 'string', array: true, describe: 'files and folders (default: .)' })
    .options(SCAN_OPTIONS);
}

function withRuleCommands(command: Argv, take: (run: () => Promise<number>) => () => Promise<void>): Argv {
  return command
    .command(
      'check [files..]',
      'prove rule files against their own examples',
      (check) => check.positional('files', { type: 'string', array: true }),
      async ({ files }) =>
        take(async () =>
          (await import('./run-rules.ts')).checkRuleFiles((files as string[] | undefined) ?? []),
        )(),
    )
    .command(
      '$0',
      'list the rules',
      (list) => list.option('rules', SCAN_OPTIONS.rules),
      async ({ rules }) =>
        take(async () => (await import('./run-rules.ts')).listRules((rules as string[] | undefined) ?? []))(),
    );
}

/** What stands behind `--` is a path, whatever it looks like. */
function argumentsOf(parsed: object): ScanArguments {
  const { _: rest = [], paths = [], ...options } = parsed as { _?: unknown[]; paths?: string[] };
  const behind = rest.map(String).filter((word, index) => index > 0 || !['scan', 'baseline'].includes(word));
  for (const [name, value] of Object.entries(options)) {
    if (Array.isArray(value) && !['output', 'rules', 'exclude'].includes(name)) {
      throw new TtleaksError('USAGE', `--${name} is given twice.`);
    }
  }
  return { ...options, paths: [...paths, ...behind] } as unknown as ScanArguments;
}
