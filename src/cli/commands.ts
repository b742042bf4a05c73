/** The command line, by yargs: every command but the hooks. */
import yargs, { type Argv } from 'yargs';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { VERSION } from '../version.ts';
import { AUDIT_OPTIONS } from './audit-arguments.ts';
import { GLOBAL_OPTION, INSTALL_OPTIONS, installArguments } from './install-arguments.ts';
import { REVOKE_COMMAND_OPTIONS } from './revoke-arguments.ts';
import { SCAN_OPTIONS, type ScanArguments } from './scan-arguments.ts';

const EXIT_CODES = `Exit codes:
  0  everything asked for was scanned, and nothing is at or above --fail-on
  1  findings at or above --fail-on
  2  usage or configuration error: nothing was scanned
  3  no such findings, but the scan is incomplete
  130, 143  interrupted; what was found by then is reported`;

/** What of a scan is about its report. */
const { format, output, 'fail-on': failOn, rules, color, quiet, verbose } = SCAN_OPTIONS;
const MERGE_OPTIONS = { format, output, 'fail-on': failOn, rules, color, quiet, verbose } as const;

/** Runs a command's work; its exit code is that of the program. */
type Run = (work: () => Promise<number>) => Promise<void>;

interface Given {
  readonly run: Run;
  /** What stands behind `--`. */
  readonly behind: readonly string[];
}

export async function runCommand(args: readonly string[]): Promise<number> {
  let code = 0;
  const run: Run = async (work) => {
    code = await work();
  };
  // What stands behind `--` is a path, whatever it looks like: the parser would take it for a command.
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const given: Given = { run, behind: args.slice(end + 1) };
  let parser = yargs(args.slice(0, end))
    .scriptName('ttleaks')
    .usage(
      'Finds TimeTime API keys (tt1.…) in files, bundles, the git index and all of history.\n\n$0 [scan] [paths..]',
    )
    .parserConfiguration({
      'duplicate-arguments-array': true,
      'parse-positional-numbers': false,
    });
  for (const add of [addScans, addAudits, addRules, addHooks]) parser = add(parser, given);
  await parser
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
    .fail(fail)
    .parseAsync();
  return code;
}

/** The parser's own errors, and what is thrown by the command itself. */
function fail(message: string | null, error: Error | undefined): never {
  if (error && error.name !== 'YError') throw error;
  const line = (message || error?.message || '').trim().replace(/\s*\n\s*/g, ' ');
  throw new TtleaksError('USAGE', maskKeysIn(`${line} (see ttleaks --help)`));
}

function addScans(parser: Argv, { run, behind }: Given): Argv {
  return parser
    .command(
      ['scan [paths..]', '$0'],
      'scan files (default), the index, history, standard input or a site',
      (command) => withScanOptions(command),
      (parsed) => run(async () => (await import('./run-scan.ts')).runScan(argumentsOf(parsed, behind))),
    )
    .command(
      'revoke [paths..]',
      'take the live keys that a scan finds out of service',
      (command) => withScanOptions(command).options(REVOKE_COMMAND_OPTIONS),
      (parsed) => run(async () => (await import('./run-revoke.ts')).runRevoke(argumentsOf(parsed, behind))),
    )
    .command(
      'baseline [paths..]',
      'write or refresh the file of known findings',
      (command) => withScanOptions(command),
      (parsed) =>
        run(async () => (await import('./run-baseline.ts')).runBaseline(argumentsOf(parsed, behind))),
    );
}

function addAudits(parser: Argv, { run, behind }: Given): Argv {
  return parser
    .command(
      'audit <paths..>',
      'files and history of repositories: DIR, a git URL, github:owner, github:owner/repo, @FILE',
      (command) => withScanOptions(command).options(AUDIT_OPTIONS),
      (parsed) => run(async () => (await import('./run-audit.ts')).runAudit(argumentsOf(parsed, behind))),
    )
    .command(
      'merge <paths..>',
      'join JSON reports, of shards say, into one',
      (command) =>
        command
          .positional('paths', { type: 'string', array: true, describe: 'JSON reports' })
          .options(MERGE_OPTIONS),
      (parsed) => run(async () => (await import('./run-merge.ts')).runMerge(argumentsOf(parsed, behind))),
    );
}

function addHooks(parser: Argv, { run }: Given): Argv {
  return parser
    .command(
      'hook <name>',
      'the check of a git hook: pre-commit, pre-merge-commit, pre-push, pre-receive',
      (command) => command,
    )
    .command(
      'install',
      'set hooks up with what the repository uses: husky, lefthook, pre-commit, simple-git-hooks or git alone',
      (command) => command.options(INSTALL_OPTIONS),
      (parsed) => run(async () => (await import('./run-install.ts')).runInstall(installArguments(parsed))),
    )
    .command(
      'uninstall',
      'take the hooks out again',
      (command) => command.options(GLOBAL_OPTION),
      (parsed) => run(async () => (await import('./run-install.ts')).runUninstall(installArguments(parsed))),
    )
    .command(
      'doctor',
      'say whether a commit and a push from here are checked, by trying it',
      (command) => command,
      () => run(async () => (await import('./run-doctor.ts')).runDoctor()),
    );
}

function addRules(parser: Argv, given: Given): Argv {
  return parser.command('rules', 'list the rules, or check rule files', (command) =>
    withRuleCommands(command, given),
  );
}

function withScanOptions(command: Argv): Argv {
  return command
    .positional('paths', { type: 'string', array: true, describe: 'files and folders (default: .)' })
    .options(SCAN_OPTIONS);
}

function withRuleCommands(command: Argv, { run, behind }: Given): Argv {
  return command
    .command(
      'check [files..]',
      'prove rule files against their own examples',
      (check) => check.positional('files', { type: 'string', array: true }),
      ({ files = [] }) =>
        run(async () => (await import('./run-rules.ts')).checkRuleFiles([...(files as string[]), ...behind])),
    )
    .command(
      '$0',
      'list the rules',
      (list) => list.option('rules', SCAN_OPTIONS.rules),
      ({ rules, _: [, unknown = behind[0]] }) =>
        run(async () => {
          if (unknown !== undefined)
            throw new TtleaksError('USAGE', `rules ${unknown}: there is rules, and rules check FILE..`);
          return (await import('./run-rules.ts')).listRules((rules as string[] | undefined) ?? []);
        }),
    );
}

function argumentsOf(parsed: object, behind: readonly string[]): ScanArguments {
  const { paths = [], ...options } = parsed as { paths?: string[] };
  for (const [name, option] of Object.entries({ ...SCAN_OPTIONS, ...AUDIT_OPTIONS })) {
    if (!('array' in option) && Array.isArray((options as Record<string, unknown>)[name])) {
      throw new TtleaksError('USAGE', `--${name} is given twice.`);
    }
  }
  return { ...options, paths: [...paths, ...behind] } as unknown as ScanArguments;
}
