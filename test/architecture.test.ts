/** Which module may load which, held to a table; and what else the structure of the sources promises. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AUDIT_OPTIONS } from '../src/cli/audit-arguments.ts';
import { SCAN_OPTIONS } from '../src/cli/scan-arguments.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Each part of src, and the parts that it may load: those below it, never one beside it. */
const MAY_LOAD: Readonly<Record<string, readonly string[]>> = {
  core: [],
  git: ['core'],
  rules: ['core', 'settings'],
  settings: ['core'],
  containers: ['core'],
  'source-maps': ['core'],
  http: ['core'],
  github: ['core', 'git', 'http'],
  timetime: ['core', 'http'],
  sources: ['core', 'git', 'rules', 'settings', 'containers', 'http'],
  detect: ['core', 'git', 'rules', 'settings'],
  report: ['core', 'git', 'rules', 'settings'],
  hooks: ['core', 'git'],
  scan: [
    'core',
    'git',
    'rules',
    'settings',
    'containers',
    'source-maps',
    'http',
    'sources',
    'detect',
    'report',
    'timetime',
  ],
  audit: ['core', 'git', 'github', 'scan'],
  cli: [
    'audit',
    'github',
    'core',
    'git',
    'rules',
    'settings',
    'containers',
    'http',
    'sources',
    'detect',
    'report',
    'timetime',
    'scan',
    'hooks',
  ],
  action: ['core', 'git', 'settings', 'http', 'github', 'report', 'scan', 'cli'],
};
/** The core knows neither the disk nor the network nor other programs. */
const NOT_IN_CORE = /^node:(?:fs|net|http|https|http2|tls|dgram|dns|child_process|worker_threads)(?:\/|$)/;
const LOOKS_AT_PROCESS = new Set(['src/git/environment.ts', 'src/scan/fold-child.ts']);
/** What a hook cannot afford to load, and does not need. */
const NOT_IN_HOOK = [
  'yargs',
  'zod',
  'yaml',
  'simple-git',
  'fast-glob',
  'cli-progress',
  '@eslint-community/regexpp',
  'fzstd',
  'npm-packlist',
  'oxc-parser',
  'parse5-sax-parser',
];

interface Import {
  readonly name: string;
  readonly isDynamic: boolean;
  readonly isTypeOnly: boolean;
}

const STATIC = /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(file: string): Import[] {
  const text = withoutComments(readFileSync(join(ROOT, file), 'utf8'));
  return [
    ...[...text.matchAll(STATIC)].map(([, type, name = '']) => ({
      name,
      isDynamic: false,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(DYNAMIC)].map(([, name = '']) => ({ name, isDynamic: true, isTypeOnly: false })),
  ];
}

const SOURCES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/${name}`)
  .sort();

/** `core` of `src/core/x.ts`; empty for what stands in src itself. */
function partOf(file: string): string {
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? '';
}

function resolved(file: string, name: string): string {
  return resolve('/', dirname(file), name).slice(1);
}

describe('the sources', () => {
  it('are all read by this test, imports too', () => {
    expect(SOURCES.length).toBeGreaterThan(80);
    expect(importsOf('src/scan/scan.ts').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['../core/report.ts', './scan-files.ts', './scan-history.ts']),
    );
  });

  it('belong to a part of the table', () => {
    const parts = new Set(SOURCES.map(partOf).filter((part) => part !== ''));
    expect([...parts].filter((part) => !(part in MAY_LOAD))).toEqual([]);
  });

  it('load only what lies below their part', () => {
    const wrong = SOURCES.flatMap((file) => {
      const part = partOf(file);
      if (part === '') return [];
      return importsOf(file)
        .filter(({ name }) => name.startsWith('.'))
        .map(({ name }) => resolved(file, name))
        .filter((target) => target.startsWith('src/') && target !== 'src/version.ts')
        .filter((target) => partOf(target) !== part && !MAY_LOAD[part]?.includes(partOf(target)))
        .map((target) => `${file} -> ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('in src itself are the public index, which loads no command line, and the version', () => {
    expect(SOURCES.filter((file) => partOf(file) === '')).toEqual(['src/index.ts', 'src/version.ts']);
    expect(importsOf('src/index.ts').filter(({ name }) => name.includes('/cli/'))).toEqual([]);
  });

  it('are reached from bin by the built command alone', () => {
    const text = readFileSync(join(ROOT, 'bin/ttleaks.js'), 'utf8');
    expect(text).toBe("#!/usr/bin/env node\nrequire('../dist/ttleaks.cjs');\n");
  });

  it('of the core know no disk, network, other program or git', () => {
    const wrong = SOURCES.filter((file) => partOf(file) === 'core')
      .flatMap((file) => importsOf(file).map(({ name }) => `${file} -> ${name}`))
      .filter((line) => NOT_IN_CORE.test(line.split(' -> ')[1] ?? '') || line.includes('git'));
    expect(wrong).toEqual([]);
  });

  it('look at the process in the command line, in the environment of git and in what is a process by itself alone', () => {
    const wrong = SOURCES.filter((file) => {
      if (['cli', 'action'].includes(partOf(file)) || LOOKS_AT_PROCESS.has(file)) return false;
      const text = withoutComments(readFileSync(join(ROOT, file), 'utf8')).replace(
        /(['"`])(?:\\.|(?!\1)[^\\\n])*\1/g,
        '""',
      );
      return /\bprocess\./.test(text) || /from ['"](?:node:)?process['"]/.test(text);
    });
    expect(wrong).toEqual([]);
  });

  it('start other programs in src/git, and to hand a new key over, and to parse, alone', () => {
    const wrong = SOURCES.filter(
      (file) =>
        partOf(file) !== 'git' &&
        file !== 'src/scan/fold-process.ts' &&
        file !== 'src/cli/hand-over-command.ts' &&
        importsOf(file).some(({ name }) => name === 'node:child_process'),
    );
    expect(wrong).toEqual([]);
  });

  it('reach for the network in src/http alone', () => {
    const network = /^node:(?:net|http|https|http2|tls|dgram|dns)(?:\/|$)/;
    const wrong = SOURCES.filter((file) => partOf(file) !== 'http').flatMap((file) =>
      importsOf(file)
        .filter(({ name, isTypeOnly }) => !isTypeOnly && network.test(name))
        .map(({ name }) => `${file} -> ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('export by name', () => {
    const wrong = SOURCES.filter((file) =>
      /^\s*export\s+default\b/m.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('import packages that package.json names, and builtins with node:', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const wrong = SOURCES
      // Runs when the program is built.
      .filter((file) => file !== 'src/rules/rule-module-plugin.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter(({ name, isTypeOnly }) => !isTypeOnly && !name.startsWith('.') && !name.startsWith('node:'))
          .map(({ name }) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
          .filter((name) => !Object.hasOwn(dependencies, name))
          .map((name) => `${file} -> ${name}`),
      );
    expect(wrong).toEqual([]);
  });
});

/** The files that static imports lead to, and the packages with the file that loads them. */
function closureOf(entries: readonly string[]): { seen: Set<string>; packages: Set<string> } {
  const seen = new Set<string>();
  const packages = new Set<string>();
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const { name } of importsOf(file).filter(({ isDynamic, isTypeOnly }) => !isDynamic && !isTypeOnly)) {
      if (!name.startsWith('.')) packages.add(`${name} (by ${file})`);
      else if (name.endsWith('.ts')) pending.push(resolved(file, name));
    }
  }
  return { seen, packages };
}

describe('a plain scan', () => {
  it('reaches nothing by static imports that sends a key anywhere, or speaks to GitHub', () => {
    const hooks = ['hook-commit', 'hook-push', 'hook-receive'].map((name) => `src/cli/${name}.ts`);
    const { seen, packages } = closureOf(['src/cli/ttleaks.ts', 'src/cli/command-line.ts', ...hooks]);
    const foreign = ['timetime', 'github', 'audit', 'hooks'];
    expect([...seen].filter((file) => foreign.includes(partOf(file)))).toEqual([]);
    expect([...packages].filter((line) => /^(?:undici|@octokit)\b/.test(line))).toEqual([]);
  });
});

describe('the hook', () => {
  const DETECT = ['arranged-needles', 'public-variable', 'publication', 'published-names'];

  it.each([
    ['commit', 'src/cli/ttleaks.ts', 'staged-search'],
    ['push', 'src/cli/hook-push.ts', 'pushed-search'],
  ])('loads for a clean %s what asks git and what finds needles, and nothing else', (_, entry, search) => {
    const { seen, packages } = closureOf([entry]);
    const builtins = new Set([...packages].map((line) => line.replace(/ .*/, '')));
    expect([...builtins].sort()).toEqual(['node:buffer', 'node:child_process', 'node:fs', 'node:path']);
    const namesIn = (part: string) =>
      [...seen].filter((file) => partOf(file) === part).map((file) => /[^/]+(?=\.ts$)/.exec(file)?.[0]);
    expect(namesIn('scan').sort()).toEqual(['needles-at-hand', search]);
    expect(namesIn('detect').sort()).toEqual(DETECT);
    expect(namesIn('report')).toEqual(entry.endsWith('ttleaks.ts') ? ['shown'] : []);
    expect(seen.size).toBeLessThan(50);
  });

  it('loads no parser, no schema, no glob: what it reaches by static imports is small', () => {
    const hooks = ['hook', 'hook-commit', 'hook-push', 'hook-receive'].map((name) => `src/cli/${name}.ts`);
    const { seen, packages } = closureOf([...hooks, 'src/scan/scan-staged.ts', 'src/scan/scan-history.ts']);
    expect(seen.size).toBeGreaterThan(15);
    const heavy = [...packages].filter((line) =>
      NOT_IN_HOOK.some((name) => line.startsWith(`${name} `) || line.startsWith(`${name}/`)),
    );
    expect(heavy).toEqual([]);
  });
});

describe('the options', () => {
  const README = join(ROOT, 'README.md');

  it.skipIf(!existsSync(README))('stand all in the README', () => {
    const text = readFileSync(README, 'utf8');
    const missing = Object.entries({ ...SCAN_OPTIONS, ...AUDIT_OPTIONS })
      .map(([name, option]) =>
        'default' in option && option.default === true ? `--no-${name}` : `--${name}`,
      )
      .filter((option) => !new RegExp(`${option}(?![\\w-])`).test(text));
    expect(missing).toEqual([]);
  });

  it('each say what they do', () => {
    const mute = Object.entries(SCAN_OPTIONS).filter(([, { describe: words }]) => words.length < 10);
    expect(mute).toEqual([]);
  });
});
