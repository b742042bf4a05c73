/**
 * `npm run bench -- [files] [staged] [hook] [history]`: how long ttleaks takes and how much memory, beside what is named in
 * each table, as medians of whole processes. Compare within a table only: it is one run on one machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeFiles, makeHistory, makeStaged } from './fixtures.js';
import { hookTables } from './hook.js';
import { environment, measure, median } from './measure.js';
import { PATTERN, pathOf, peersOnPath } from './peers.js';

const USAGE = `node bench/bench.js [files] [staged] [hook] [history]   (default: all four)
  --files DIR         what files mode scans (default: this project's node_modules, three times)
  --history-repo DIR  what history mode scans; may be repeated (default: a generated repository)
  --runs N            rounds that count (default: 5, the least)
  --timeout SECONDS   a command that takes longer is left out (default: 120)
  --no-peers          leave other scanners out`;

const MODES = ['files', 'staged', 'hook', 'history'];
const STAGED_COUNTS = [1, 20, 500];
const MIN_RUNS = 5;
const MB = 1e6;

const PROGRAM = resolve('bin/ttleaks.js');
const ttleaks = (...args) => [process.execPath, PROGRAM, ...args];
/** See plain.config.ts. */
const PLAIN_PROGRAM = resolve('node_modules/.cache/ttleaks-plain/ttleaks.cjs');
const PLAIN_NAME = '`ttleaks`, keys as they are alone';

async function main() {
  const options = optionsOf();
  if (!existsSync('dist/ttleaks.cjs'))
    throw new Error('nothing is built: run this in the project, after npm ci');
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'ttleaks-bench-')));
  try {
    const peers = options.peers ? peersOnPath(scratch) : [];
    const run = { ...options, scratch, peers };
    console.log(`${machine(peers, options)}\n`);
    if (options.modes.some((mode) => mode === 'files' || mode === 'history')) buildPlainProgram();
    if (options.modes.includes('files')) await benchFiles(run);
    if (options.modes.includes('staged')) await benchStaged(run);
    if (options.modes.includes('hook')) await benchHooks(run);
    if (options.modes.includes('history')) await benchHistory(run);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function optionsOf() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      files: { type: 'string' },
      'history-repo': { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: String(MIN_RUNS) },
      timeout: { type: 'string', default: '120' },
      'no-peers': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const runs = Number(values.runs);
  const timeoutMs = Number(values.timeout) * 1000;
  if (positionals.some((mode) => !MODES.includes(mode)) || !Number.isInteger(runs) || !(timeoutMs > 0)) {
    throw new Error(USAGE);
  }
  return {
    modes: positionals.length > 0 ? positionals : MODES,
    files: values.files,
    repositories: values['history-repo'],
    runs: Math.max(MIN_RUNS, runs),
    timeoutMs,
    peers: !values['no-peers'],
  };
}

async function benchFiles(run) {
  const directory = realpathSync(run.files ?? makeFiles(join(run.scratch, 'files')));
  const args = ['scan', '--node-modules', '--no-progress', '--fail-on', 'never', directory];
  const { scan } = reportOf(args);
  const commands = [
    { name: '`ttleaks`', argv: ttleaks(...args), accepts: [0, 3] },
    plainSearch(args),
    ...(pathOf('rg') === undefined
      ? []
      : [
          {
            name: '`rg -uuu -c`',
            argv: ['rg', '-uuu', '-c', PATTERN, directory],
            accepts: [0, 1, 2],
            isBase: true,
          },
        ]),
    ...run.peers
      .filter(({ files }) => files)
      .map((peer) => ({ name: `\`${peer.name}\``, ...peer.files(directory) })),
  ];
  const title = `Files: ${grouped(scan.files)} files, ${megabytes(scan.bytes)}`;
  print(title, await measure(commands, run));
}

async function benchStaged(run) {
  for (const count of STAGED_COUNTS) {
    const cwd = makeStaged(join(run.scratch, `staged-${count}`), count);
    const staged = spawnSync('git', ['diff', '--cached', '--name-only'], { cwd, encoding: 'utf8' }).stdout;
    const files = staged.trim().split('\n');
    const commands = [
      { name: '`node -e 0`', argv: [process.execPath, '-e', '0'], cwd, accepts: [0], isBase: true },
      { name: '`ttleaks hook pre-commit`', argv: ttleaks('hook', 'pre-commit'), cwd, accepts: [0] },
      { name: '`ttleaks scan --staged`', argv: ttleaks('scan', '--staged'), cwd, accepts: [0] },
      ...run.peers
        .filter((peer) => peer.staged)
        .map((peer) => ({ name: `\`${peer.name}\``, ...peer.staged(cwd, files) })),
    ];
    print(`Staged: ${count} ${count === 1 ? 'file' : 'files'}`, await measure(commands, run));
  }
}

async function benchHooks(run) {
  for (const { title, commands } of hookTables(run)) printAdded(title, await measure(commands, run));
}

async function benchHistory(run) {
  const repositories =
    run.repositories.length > 0 ? run.repositories : [makeHistory(join(run.scratch, 'history'))];
  for (const repository of repositories) {
    const directory = realpathSync(repository);
    const args = ['scan', '--history', '--no-progress', '--fail-on', 'never', directory];
    const cold = [...args, '--no-cache'];
    const { scan } = reportOf(cold);
    const git = ['git', '-C', directory];
    const forget = keepForSecondScan(args, directory, run.scratch);
    const commands = [
      { name: '`ttleaks --history`, first scan', argv: ttleaks(...cold), accepts: [0, 3] },
      plainSearch(cold),
      {
        name: '`ttleaks --history`, second scan',
        argv: ttleaks(...args),
        env: stateIn(run.scratch),
        accepts: [0, 3],
      },
      {
        name: '`git cat-file --batch-all-objects`',
        argv: [...git, 'cat-file', '--batch-all-objects', '--batch', '--unordered', '--buffer'],
        accepts: [0],
        isBase: true,
      },
      { name: '`git log -p -U0 --all`', argv: [...git, 'log', '-p', '-U0', '--all'], accepts: [0] },
      ...run.peers
        .filter((peer) => peer.history)
        .map((peer) => ({ name: `\`${peer.name}\``, ...peer.history(directory) })),
    ];
    const size = `${grouped(scan.commits)} commits, ${grouped(scan.objects)} objects, ${megabytes(scan.bytes)}`;
    const { storedBytes, inflatedBytes, searchedBytes, rebuiltBytes } = scan.reading;
    const read = `${megabytes(storedBytes)} read, ${megabytes(inflatedBytes)} inflated, ${megabytes(searchedBytes)} searched, ${megabytes(rebuiltBytes)} rebuilt`;
    print(`History: ${size}${scan.complete ? '' : ' (incomplete)'}; ${read}`, await measure(commands, run));
    forget();
  }
}

/** The same program, built to look for nothing else than keys as they are. */
function plainSearch(args) {
  return { name: PLAIN_NAME, argv: [process.execPath, PLAIN_PROGRAM, ...args], accepts: [0, 3] };
}

function buildPlainProgram() {
  const rolldown = resolve('node_modules/rolldown/bin/cli.mjs');
  const args = [rolldown, '-c', 'bench/plain.config.ts'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the search for keys as they are was not built: ${stderr}`);
}

/** What a second scan finds from the first is kept in the repository, and taken away again. */
function keepForSecondScan(args, directory, scratch) {
  const gitDir = spawnSync('git', ['-C', directory, 'rev-parse', '--absolute-git-dir'], { encoding: 'utf8' });
  const kept = join(gitDir.stdout.trim(), 'ttleaks');
  const wasThere = existsSync(kept);
  const [file, ...rest] = ttleaks(...args);
  spawnSync(file, rest, { env: { ...environment(), ...stateIn(scratch) } });
  return () => {
    if (!wasThere) rmSync(kept, { recursive: true, force: true });
  };
}

function stateIn(scratch) {
  return { XDG_STATE_HOME: join(scratch, 'state') };
}

/** What ttleaks itself says of its target: outside of what is measured. */
function reportOf(args) {
  const [file, ...rest] = ttleaks(...args, '--format', 'json');
  const { stdout, stderr, status } = spawnSync(file, rest, {
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 1024 * MB,
  });
  if (status !== 0 && status !== 3) throw new Error(`ttleaks failed (${status}): ${stderr}`);
  return JSON.parse(stdout);
}

function print(title, results) {
  const base = results.find(({ isBase, failure }) => isBase && failure === undefined);
  const lines = results.map((result) => `| ${cellsOf(result, base).join(' | ')} |`);
  const ratio = base === undefined ? 'ratio' : `to ${base.name}`;
  console.log(`### ${title}\n`);
  console.log(`| command | median | fastest to slowest | peak memory | ${ratio} |`);
  console.log('| --- | ---: | ---: | ---: | ---: |');
  console.log(`${lines.join('\n')}\n`);
  const plain = results.find(({ name, failure }) => name === PLAIN_NAME && failure === undefined);
  if (plain === undefined || results[0].failure !== undefined) return;
  const speed = median(plain.times) / median(results[0].times);
  console.log(`Speed with all spellings: ${speed.toFixed(2)} of that for keys as they are alone.\n`);
}

/** A hook is judged by what it adds, not by a ratio to what git does. */
function printAdded(title, results) {
  const base = results.find(({ isBase }) => isBase);
  console.log(`### ${title}\n`);
  console.log('| hook | median | fastest to slowest | adds |');
  console.log('| --- | ---: | ---: | ---: |');
  for (const { name, times, failure } of results) {
    const cells =
      failure !== undefined
        ? [failure, '', '']
        : [seconds(median(times)), spread(times), seconds(median(times) - median(base.times))];
    console.log(`| ${[name, ...cells].join(' | ')} |`);
  }
  console.log('');
}

function spread(times) {
  return `${seconds(Math.min(...times))} to ${seconds(Math.max(...times))}`;
}

function cellsOf({ name, times, peaks, failure }, base) {
  if (failure !== undefined) return [name, failure, '', '', ''];
  const peak = Math.max(...peaks);
  return [
    name,
    seconds(median(times)),
    spread(times),
    Number.isNaN(peak) ? 'unknown' : megabytes(peak),
    base === undefined ? '' : `${(median(times) / median(base.times)).toFixed(2)} ×`,
  ];
}

function machine(peers, { runs }) {
  const version = (name) => {
    const { stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' });
    return /\d+\.\d+(?:\.\d+)*/.exec(stdout ?? '')?.[0] ?? 'none';
  };
  const tools = [
    `Node.js ${process.versions.node}`,
    `git ${version('git')}`,
    `ripgrep ${version('rg')}`,
    ...peers.map((peer) => `${peer.name} ${peer.version}`),
  ];
  const size = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  return `${size}; ${tools.join(', ')}; medians of ${runs} interleaved runs, whole processes, after one to warm up.`;
}

function seconds(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

function megabytes(bytes) {
  return `${grouped(Math.round(bytes / MB))} MB`;
}

function grouped(count) {
  return count.toLocaleString('en-US');
}

await main().catch((error) => {
  console.error(error.message);
  process.exitCode = 2;
});
