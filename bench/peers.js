/**
 * Other scanners, where they are on the PATH: each with one rule, the shape of the key, and nothing else of its own.
 * None asks a network. What a peer cannot do is left out.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const PATTERN = String.raw`tt1\.[0-9a-f]{64}`;

/**
 * @param {string} scratch where rule files are written
 * @returns {{ name: string, version: string, files?: Function, staged?: Function, history?: Function, push?: Function }[]}
 */
export function peersOnPath(scratch) {
  return Object.entries(PEERS)
    .filter(([name]) => pathOf(name) !== undefined)
    .map(([name, make]) => ({ name, version: versionOf(name), ...make(name, scratch) }));
}

const PEERS = {
  gitleaks: likeGitleaks,
  betterleaks: likeGitleaks,
  trufflehog,
  kingfisher,
  secretlint,
  'detect-secrets': detectSecrets,
};

function likeGitleaks(name, scratch) {
  const config = join(scratch, `${name}.toml`);
  writeFileSync(config, `[[rules]]\nid = "tt1"\nregex = '''${PATTERN}'''\nkeywords = ["tt1."]\n`);
  const quiet = ['--no-banner', '--log-level', 'error', '--exit-code', '0'];
  const common = ['--config', config, '--max-decode-depth', '0', ...quiet];
  return {
    files: (directory) => ({ argv: [name, 'dir', directory, ...common], accepts: [0] }),
    staged: (cwd) => ({ argv: [name, 'git', '--pre-commit', '--staged', ...common], cwd, accepts: [0] }),
    history: (directory) => ({ argv: [name, 'git', directory, ...common], accepts: [0] }),
    push: (range) => ({ argv: [name, 'git', '--log-opts', range, ...common], accepts: [0] }),
  };
}

function trufflehog(name, scratch) {
  const config = join(scratch, 'trufflehog.yml');
  writeFileSync(
    config,
    `detectors:\n  - name: tt1\n    keywords: [tt1.]\n    regex: { key: '${PATTERN}' }\n`,
  );
  const common = ['--config', config, '--include-detectors=CustomRegex', '--no-verification', '--no-update'];
  return {
    files: (directory) => ({ argv: [name, 'filesystem', directory, ...common], accepts: [0] }),
    history: (directory) => ({ argv: [name, 'git', `file://${directory}`, ...common], accepts: [0] }),
  };
}

function kingfisher(name, scratch) {
  const config = join(scratch, 'kingfisher.yml');
  writeFileSync(
    config,
    `rules:\n  - name: tt1\n    id: bench.tt1.1\n    pattern: '(${PATTERN})'\n    min_entropy: 0\n    confidence: medium\n    examples: []\n`,
  );
  const common = ['--rules-path', config, '--load-builtins=false', '--no-validate', '--no-update-check'];
  return {
    files: (directory) => ({
      argv: [name, 'scan', directory, ...common, '--git-history', 'none'],
      accepts: [0, 200],
    }),
    history: (directory) => ({ argv: [name, 'scan', directory, ...common], accepts: [0, 200] }),
  };
}

function secretlint(name, scratch) {
  const config = join(scratch, 'secretlintrc.json');
  const rule = {
    id: '@secretlint/secretlint-rule-pattern',
    options: { patterns: [{ name: 'tt1', pattern: `/${PATTERN}/` }] },
  };
  writeFileSync(config, JSON.stringify({ rules: [rule] }));
  const ignore = join(scratch, 'secretlintignore');
  writeFileSync(ignore, '');
  const common = ['--secretlintrc', config, '--secretlintignore', ignore];
  return {
    files: (cwd) => ({ argv: [name, ...common, '**/*'], cwd, accepts: [0, 1] }),
    staged: (cwd) => ({ argv: [name, ...common, 'src/**/*'], cwd, accepts: [0, 1] }),
  };
}

function detectSecrets(name, scratch) {
  const plugin = join(scratch, 'tt1.py');
  writeFileSync(
    plugin,
    `import re\nfrom detect_secrets.plugins.base import RegexBasedDetector\n\n\nclass Tt1Detector(RegexBasedDetector):\n    secret_type = 'tt1'\n    denylist = [re.compile(r'${PATTERN}')]\n`,
  );
  const listed = spawnSync(name, ['scan', '--list-all-plugins'], { encoding: 'utf8' }).stdout ?? '';
  const off = listed.split('\n').filter(Boolean);
  const disabled = off.flatMap((other) => ['--disable-plugin', other]);
  const common = ['--no-verify', '--plugin', plugin, ...disabled];
  return {
    files: (cwd) => ({ argv: [name, 'scan', '--all-files', ...common, '.'], cwd, accepts: [0] }),
    staged: (cwd, files) => ({ argv: ['detect-secrets-hook', ...common, ...files], cwd, accepts: [0, 1] }),
  };
}

function versionOf(name) {
  const words = { gitleaks: ['version'], betterleaks: ['version'] }[name] ?? ['--version'];
  const { stdout, stderr } = spawnSync(name, words, { encoding: 'utf8' });
  return /\d+\.\d+(?:\.\d+)*/.exec(`${stdout}${stderr}`)?.[0] ?? goVersionOf(name) ?? 'version unknown';
}

/** What `go install` builds does not know its own version, but Go does. */
function goVersionOf(name) {
  const { stdout } = spawnSync('go', ['version', '-m', pathOf(name)], { encoding: 'utf8' });
  return /^\s*mod\s+\S+\s+v(\S+)/m.exec(stdout ?? '')?.[1];
}

export function pathOf(name) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(directory, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
