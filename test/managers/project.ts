/** Projects that use a hook manager as its users do, with the real tool. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BIN, type CliRun, expectNoKey, runCli } from '../cli/run-cli.ts';
import { ScratchRepository } from '../cli/tree.ts';

const TOOLS = fileURLToPath(new URL('node_modules', import.meta.url));
const VENV = fileURLToPath(new URL('venv/bin', import.meta.url));

export interface Manager {
  readonly name: 'husky' | 'lefthook' | 'pre-commit' | 'simple-git-hooks';
  /** What the project has before ttleaks comes: a clean commit prints `their check ran`. */
  readonly files: Readonly<Record<string, string>>;
  /** How its users have git run it. */
  readonly activate: readonly string[];
}

const HUSKY: Manager = {
  name: 'husky',
  files: {
    'package.json': '{ "name": "p", "devDependencies": { "husky": "9", "lint-staged": "16" } }',
    '.husky/pre-commit': 'lint-staged\necho their check ran',
    '.husky/pre-push': 'while read -r local id ref old; do echo "theirs got $ref"; done\n',
    '.lintstagedrc.json': '{ "*.ts": "cat" }\n',
  },
  activate: ['husky'],
};

const LEFTHOOK: Manager = {
  name: 'lefthook',
  files: {
    'package.json': '{ "name": "p" }',
    'lefthook.yml':
      '# ours\npre-commit:\n  parallel: true\n  commands:\n    lint:   # their own\n      run: echo their check ran\npre-push:\n  jobs:\n    - run: echo pushing',
  },
  activate: ['lefthook', 'install'],
};

const SIMPLE_GIT_HOOKS: Manager = {
  name: 'simple-git-hooks',
  files: {
    'package.json':
      '{\n  "name": "p",\n  "simple-git-hooks": {\n    "pre-commit": "echo their check ran || true"\n  }\n}\n',
  },
  activate: ['simple-git-hooks'],
};

const PRE_COMMIT: Manager = {
  name: 'pre-commit',
  files: {
    'package.json': '{ "name": "p" }',
    '.pre-commit-config.yaml':
      'repos:\n# theirs\n- repo: local\n  hooks:\n  - id: theirs\n    name: theirs\n    entry: echo their check ran\n    language: system\n    verbose: true\n',
  },
  activate: ['pre-commit', 'install', '-t', 'pre-commit', '-t', 'pre-merge-commit', '-t', 'pre-push'],
};

export const MANAGERS: readonly Manager[] = [HUSKY, LEFTHOOK, SIMPLE_GIT_HOOKS, PRE_COMMIT];

export function requireInstalled(): void {
  if (existsSync(join(TOOLS, '.bin/husky')) && existsSync(join(VENV, 'pre-commit'))) return;
  throw new Error('hook managers are not installed; how, says CONTRIBUTING.md');
}

export class ManagedProject {
  readonly scratch = new ScratchRepository();
  readonly manager: Manager;

  constructor(manager: Manager) {
    this.manager = manager;
    const bin = join(this.scratch.path, 'node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    for (const tool of ['husky', 'lefthook', 'lint-staged', 'simple-git-hooks']) {
      symlinkSync(join(TOOLS, tool), join(this.scratch.path, 'node_modules', tool));
      symlinkSync(join(TOOLS, '.bin', tool), join(bin, tool));
    }
    symlinkSync(BIN, join(bin, 'ttleaks'));
    for (const [path, text] of Object.entries(manager.files)) this.scratch.write(path, text);
    this.scratch.write('.gitignore', 'node_modules\n').commit('project');
  }

  get env(): NodeJS.ProcessEnv {
    const { PATH } = process.env;
    return { ...this.scratch.env, PATH: `${join(this.scratch.path, 'node_modules/.bin')}:${VENV}:${PATH}` };
  }

  run(
    command: string,
    args: readonly string[],
    cwd = this.scratch.path,
  ): { code: number | null; output: string } {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: this.env, encoding: 'utf8' });
    expectNoKey(`${stdout}${stderr}`);
    return { code: status, output: `${stdout}${stderr}` };
  }

  activate(): void {
    const [command = '', ...args] = this.manager.activate;
    const { code, output } = this.run(command, args);
    if (code !== 0) throw new Error(output);
  }

  async ttleaks(...words: readonly string[]): Promise<CliRun> {
    return await runCli(words, { cwd: this.scratch.path, env: this.env });
  }

  /** The files of the manager that are there, by their bytes. */
  settings(): Record<string, string | undefined> {
    const paths = [...Object.keys(this.manager.files), '.husky/pre-merge-commit'];
    return Object.fromEntries(
      paths.map((path) => {
        const file = join(this.scratch.path, path);
        return [path, existsSync(file) ? readFileSync(file, 'latin1') : undefined];
      }),
    );
  }
}
