import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { expectNoKey, runCli } from './run-cli.ts';
import { installHook, ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('receive');
const LINE = `KEY=${KEY}\n`;

interface Server {
  readonly local: ScratchRepository;
  readonly server: ScratchRepository;
  push(...args: readonly string[]): { code: number | null; output: string };
}

/** One clean commit on `main` of the server; from then on its hook looks. `options` are the hook's. */
function serving({ history = 'a clean file\n', options = '', args = [] as readonly string[] } = {}): Server {
  const server = new ScratchRepository({ args: ['--bare', ...args] });
  const local = new ScratchRepository({ args });
  local.git('remote', 'add', 'origin', `file://${server.path}`);
  local.write('old.ts', history).commit('first');
  local.git('push', '-q', '-u', 'origin', 'main');
  installHook(server, 'pre-receive', { folder: 'hooks', options });
  return { local, server, push: (...words) => pushFrom(local, words) };
}

function pushFrom(local: ScratchRepository, words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('git', ['push', ...words], {
    cwd: local.path,
    env: local.env,
    encoding: 'utf8',
  });
  // The name of a ref that git itself repeats is whole.
  expectNoKey(answerIn(stdout + stderr).join('\n'));
  return { code: status, output: stdout + stderr };
}

/** What `remote:` says. */
function answerIn(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('remote: '))
    .map((line) => line.slice('remote: '.length).trimEnd());
}

/** Every file of a folder, by what it holds. */
function stateOf(directory: string): Map<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return [file, createHash('sha1').update(readFileSync(file)).digest('hex')];
    }),
  );
}

describe('a server with hook pre-receive', () => {
  it('refuses a push with a key, says so in a few lines, and stays as it was to the byte', () => {
    const { local, server, push } = serving();
    const id = local.write('src/a.ts', LINE).commit();
    const before = stateOf(server.path);
    const { code, output } = push('origin', 'main');
    expect(code).toBe(1);
    const answer = answerIn(output);
    expect(answer[0]).toBe('ttleaks: The push is refused: it brings 1 key in 1 place (1 error).');
    expect(answer[1]).toBe(`  src/a.ts:1:5  TimeTime API key ${maskOf(KEY)}, commit ${id.slice(0, 8)}`);
    expect(answer.length).toBeLessThan(8);
    expect(output).not.toContain(`remote: ${server.path}`);
    expect(stateOf(server.path)).toEqual(before);
  });

  it('takes a clean push without a word, and a deletion', () => {
    const { local, push } = serving();
    local.write('b.ts', 'clean\n').commit();
    const taken = push('origin', 'main', 'main:other');
    expect([taken.code, answerIn(taken.output)]).toEqual([0, []]);
    const deleted = push('origin', ':other');
    expect([deleted.code, answerIn(deleted.output)]).toEqual([0, []]);
  });

  it('looks at what it does not have yet, whatever branch has it', () => {
    const { local, push } = serving({ history: LINE });
    local.git('checkout', '-q', '-b', 'feature');
    local.write('b.ts', 'clean\n').commit();
    expect(push('origin', 'feature').code).toBe(0);
    local.write('c.ts', `KEY=${keyOf('receive two')}\n`).commit();
    local.remove('c.ts').commit();
    const { code, output } = push('origin', 'main', 'feature:refs/heads/x/y');
    expect(code).toBe(1);
    expect(output).toContain('c.ts:1:5');
    expect(output).not.toContain('old.ts');
  });

  it.each([
    ['a tag message', (local: ScratchRepository) => void local.git('tag', '-a', 'v1', '-m', KEY)],
    ['a commit message', (local: ScratchRepository) => void local.commit(KEY)],
    ['a name', (local: ScratchRepository) => void local.write(`${KEY}/a`, 'x').commit()],
    ['the name of a ref', (local: ScratchRepository) => void local.git('tag', KEY)],
  ])('refuses a key in %s', (_, leak) => {
    const { local, push } = serving();
    leak(local);
    const { code, output } = push('origin', 'main', '--tags');
    expect(code).toBe(1);
    expect(output).toContain('The push is refused');
  });

  it.each([
    ['unpacked', '100000'],
    ['kept as a pack', '1'],
  ])(
    'reads the quarantine, its objects %s',
    (_, limit) => {
      const { local, server, push } = serving();
      server.git('config', 'receive.unpackLimit', limit);
      for (let number = 0; number < 4200; number++)
        local.write(`many/${number % 40}/${number}`, `text ${number}`);
      local.write('many/3/leak.ts', LINE).commit();
      const { code, output } = push('origin', 'main');
      expect(code).toBe(1);
      expect(output).toContain('many/3/leak.ts:1:5');
    },
    60_000,
  );

  it('reads objects that the server borrows from another repository', () => {
    const { local, server } = serving();
    const fork = new ScratchRepository({ path: `${temporaryDirectory()}/fork.git` });
    fork.gitIn('/', 'clone', '-q', '--bare', '--shared', server.path, fork.path);
    installHook(fork, 'pre-receive', { folder: 'hooks' });
    local.write('a.ts', LINE).commit();
    const { code, output } = pushFrom(local, [`file://${fork.path}`, 'main']);
    expect([code, output]).toEqual([1, expect.stringContaining('a.ts:1:5')]);
  });

  it('lists five places, and how many more there are', () => {
    const { local, push } = serving();
    for (let number = 0; number < 9; number++)
      local.write(`${number}.ts`, `KEY=${keyOf(`nine ${number}`)}\n`);
    local.commit();
    const answer = answerIn(push('origin', 'main').output);
    expect(answer.filter((line) => /\.ts:1:5/.test(line)).length).toBe(5);
    expect(answer).toContain('  and 4 more');
  });

  it('shows no control characters of whoever pushes', () => {
    const { local, push } = serving();
    local.write('a\u001b[2Jb\nremote: all is well.ts', LINE).commit('x');
    const { code, output } = push('origin', 'main');
    expect(code).toBe(1);
    expect(output).not.toContain('\u001b[2J');
    expect(output).not.toMatch(/^remote: +remote: all is well/m);
  });

  it('is not waived by a configuration or a baseline in what is pushed, but by a comment', () => {
    const { local, push } = serving();
    local.write('ttleaks.config.yml', 'failOn: never\nexclude: ["*"]\n').write('.ttleaksignore', '*\n');
    local.write('a.ts', LINE).commit();
    expect(push('origin', 'main').code).toBe(1);
    local.write('a.ts', `// ttleaks:allow-next-line revoked in May\n${LINE}`).commit();
    expect(push('origin', 'main').code).toBe(0);
  });

  it('of SHA-256 repositories refuses a key too', () => {
    const { local, push } = serving({ args: ['--object-format=sha256'] });
    local.write('a.ts', LINE).commit();
    expect(push('origin', 'main')).toMatchObject({ code: 1, output: expect.stringContaining('a.ts:1:5') });
  });
});

describe('hook pre-receive, when the time is over', () => {
  const tiny = '--time-budget 0.001';

  it('refuses the push', () => {
    const { local, server, push } = serving({ options: tiny });
    local.write('b.ts', 'clean\n').commit();
    const { code, output } = push('origin', 'main');
    expect(code).toBe(1);
    expect(answerIn(output)[0]).toBe(
      'ttleaks: The time to check the push is over (0.001 s): it is refused. Push fewer commits at once.',
    );
    expect(server.git('rev-list', '--count', 'main')).toBe('1');
  });

  it('lets it through with a warning under --on-timeout allow', () => {
    const { local, server, push } = serving({ options: `${tiny} --on-timeout allow` });
    local.write('b.ts', 'clean\n').commit();
    const { code, output } = push('origin', 'main');
    expect(code).toBe(0);
    expect(answerIn(output)[0]).toContain('let through WITHOUT having been checked whole');
    expect(server.git('rev-list', '--count', 'main')).toBe('2');
  });

  it('has no say where there is time enough', () => {
    const { local, push } = serving({ options: '--time-budget 600 --on-timeout allow' });
    local.write('a.ts', LINE).commit();
    expect(push('origin', 'main').code).toBe(1);
  });

  it('lets through no other failure: an id that is not there, a line that git does not write', async () => {
    const { server } = serving();
    const args = ['hook', 'pre-receive', '--time-budget', '600', '--on-timeout', 'allow'];
    for (const input of [`${'0'.repeat(40)} ${'a'.repeat(40)} refs/heads/x\n`, 'nonsense\n']) {
      const { code, stderr } = await runCli(args, { cwd: server.path, input });
      expect(code).toBe(3);
      expect(stderr).toMatch(/^ttleaks: The push could not be checked/);
      expect(stderr).not.toContain(server.path);
    }
  });

  it('is refused where a missing object keeps it from being looked at', async () => {
    const { local, server, push } = serving();
    local.write('a.ts', LINE).commit();
    rmSync(join(server.path, 'hooks/pre-receive'));
    push('origin', 'main:refs/heads/x');
    const [commit, blob] = [local.git('rev-parse', 'HEAD'), local.git('rev-parse', 'HEAD:a.ts')];
    server.git('update-ref', '-d', 'refs/heads/x');
    rmSync(join(server.path, 'objects', blob.slice(0, 2), blob.slice(2)));
    const input = `${'0'.repeat(40)} ${commit} refs/heads/x\n`;
    const { code, stderr } = await runCli(['hook', 'pre-receive'], { cwd: server.path, input });
    expect([code, stderr]).toEqual([3, expect.stringContaining(blob)]);
  });

  it.each([
    ['--time-budget', '0'],
    ['--time-budget', 'soon'],
    ['--time-budget', '-1'],
    ['--on-timeout', 'shrug', '--time-budget', '1'],
    ['--on-timeout', 'allow'],
    ['--unknown'],
  ])('takes no nonsense: %s %s', async (...args) => {
    const { server } = serving();
    const { code, stderr } = await runCli(['hook', 'pre-receive', ...args], { cwd: server.path });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^ttleaks: hook pre-receive: .*\n$/);
  });
});
