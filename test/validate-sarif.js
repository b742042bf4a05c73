// Holds a real report against Microsoft's multitool, with GitHub's rules: `node validate-sarif.js DIR`, where DIR has
// the package @microsoft/sarif-multitool. Its exit code is 0 even with errors, so its own report is read.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [directory] = process.argv.slice(2);
const packages = join(directory, 'node_modules/@microsoft');
const platform = readdirSync(packages).find((name) => name.startsWith('sarif-multitool-'));
const tool = join(packages, platform, 'Sarif.Multitool');
chmodSync(tool, 0o755);

const key = (seed) => `tt1.${createHash('sha256').update(seed).digest('hex')}`;
const tree = join(directory, 'tree');
mkdirSync(join(tree, 'dist [x]'), { recursive: true });
writeFileSync(join(tree, 'dist [x]/app #1.min.js'), `a("${key('1')}","${key('2')}")\n`);
writeFileSync(join(tree, 'ключ%20.env'), `A=${key('3')}\nB=${key('1')}\n`);
const git = (...args) =>
  execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@example.invalid', ...args], { cwd: tree });
git('init', '-q');
git('add', '-A');
git('commit', '-qm', `message ${key('4')}`);
git('rm', '-q', 'ключ%20.env');
git('commit', '-qm', 'gone');

/** A page about the tool, which it does not have yet. */
const NOT_ASKED = new Set(['SARIF2005']);

let failures = 0;
for (const [name, args] of [
  ['files', []],
  ['history', ['--history']],
]) {
  const report = join(directory, `${name}.sarif`);
  const scan = spawnSync(process.execPath, ['bin/ttleaks.js', 'scan', tree, ...args, '-o', report], {
    encoding: 'utf8',
  });
  if (scan.status !== 1) throw new Error(`scan of ${name} ended with ${scan.status}: ${scan.stderr}`);
  const out = join(directory, `${name}.checked.sarif`);
  const kinds = [
    '--rule-kind',
    'Sarif;Ghas',
    '--level',
    'Error;Warning',
    '--output',
    out,
    '--log',
    'ForceOverwrite',
  ];
  execFileSync(tool, ['validate', report, ...kinds], { encoding: 'utf8' });
  const { runs } = JSON.parse(readFileSync(out, 'utf8'));
  const rules = (run) => run.tool.driver.rules ?? [];
  const results = runs
    .flatMap((run) =>
      (run.results ?? []).map((result) => ({ id: rules(run)[result.ruleIndex]?.id, ...result })),
    )
    .filter(({ level, id, ruleId }) => level !== 'note' && !NOT_ASKED.has(id ?? ruleId));
  for (const { ruleId, level, message, locations } of results) {
    const place = JSON.stringify(locations?.[0]?.physicalLocation?.region ?? {});
    console.log(`${name}: ${level} ${ruleId} ${message.id} ${JSON.stringify(message.arguments)} ${place}`);
    failures++;
  }
  console.log(`${name}: ${results.length} complaints`);
}
process.exitCode = failures === 0 ? 0 : 1;
