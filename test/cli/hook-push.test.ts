import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { BIN, expectNoKey, runCli } from './run-cli.ts';
import { installHook, ScratchRepository, temporaryDirectory } from './tree.ts';

const KEY = keyOf('push');
const LINE = `KEY=${KEY}\n`;
const ZEROS = '0'.repeat(40);

interface Pushing {
  readonly local: ScratchRepository;
  readonly remote: ScratchRepository;
  push(...args: readonly string[]): { code: number | null; output: string };
}

/** `origin` over file://, with one clean commit on `main`; from then on the hook looks. */
function pushing({ history = 'a clean file\n', args = [] as readonly string[] } = {}): Pushing {
  const remote = new ScratchRepository({ args: ['--bare', ...args] });
  const local = new ScratchRepository({ args });
  local.git('remote', 'add', 'origin', `file://${remote.path}`);
  local.write('old.ts', history).commit('first');
  local.git('push', '-q', '-u', 'origin', 'main');
  installHook(local, 'pre-push');
  return { local, remote, push: (...words) => gitIn(local, 'push', ...words) };
}

function gitIn(scratch: ScratchRepository, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: scratch.path,
    env: scratch.env,
    encoding: 'utf8',
  });
  expectNoKey(stdout + stderr);
  return { code: status, output: stdout + stderr };
}

function expectBlocked({ code, output }: { code: number | null; output: string }, ...words: string[]): void {
  expect(code).toBe(1);
  expect(output).toContain('The push is blocked. Nothing has been sent.');
  for (const word of words) expect(output).toContain(word);
}

function refsOf({ remote }: Pushing): string[] {
  return remote.git('for-each-ref', '--format=%(refname)').split('\n').filter(Boolean);
}

describe('git push with hook pre-push', () => {
  it('is blocked by a key in a commit, names the place, the commit and the way out, and goes through once it is amended', () => {
    const { local, remote, push } = pushing();
    const id = local.write('src/a.ts', LINE).commit('adds a client');
    const blocked = push('origin', 'main');
    expectBlocked(blocked, 'src/a.ts:1:5', maskOf(KEY), id.slice(0, 8), 'adds a client', 'TIMETIME_API_KEY');
    expectBlocked(blocked, 'git commit --amend', 'ttleaks:allow REASON');
    expect(remote.git('rev-list', '--count', 'main')).toBe('1');
    local.write('src/a.ts', 'nothing\n').git('add', '.');
    local.git('commit', '-q', '--amend', '-m', 'clean');
    expect(push('origin', 'main').code).toBe(0);
    expect(remote.git('rev-list', '--count', 'main')).toBe('2');
  });

  it('says nothing of its own where nothing is found', () => {
    const { local, push } = pushing();
    local.write('b.ts', 'clean\n').commit();
    expect(push('-q', 'origin', 'main')).toEqual({ code: 0, output: '' });
    expect(push('-q', 'origin', 'main')).toEqual({ code: 0, output: '' });
  });

  it('is blocked by a key that a later commit of the same push takes out', () => {
    const { local, push } = pushing();
    local.write('a.ts', LINE).commit('in');
    local.remove('a.ts').commit('out');
    expectBlocked(push('origin', 'main'), 'a.ts:1:5');
  });

  it('looks at what is pushed, not at the branch that is checked out', () => {
    const { local, push } = pushing();
    local.git('checkout', '-q', '-b', 'side');
    local.write('a.ts', LINE).commit();
    local.git('checkout', '-q', 'main');
    local.write('b.ts', 'clean\n').commit();
    expect(push('origin', 'main').code).toBe(0);
    expectBlocked(push('origin', 'side'), 'a.ts:1:5');
    expectBlocked(push('origin', `${local.git('rev-parse', 'side')}:refs/heads/other`), 'a.ts:1:5');
  });

  it('of a new branch looks at what no branch of the remote has', () => {
    const { local, push } = pushing({ history: LINE });
    local.git('checkout', '-q', '-b', 'feature');
    local.write('b.ts', 'clean\n').commit();
    expect(push('origin', 'feature').code).toBe(0);
    local.git('checkout', '-q', '-b', 'second');
    local.write('c.ts', `KEY=${keyOf('second')}\n`).commit();
    expectBlocked(push('origin', 'second'), 'c.ts:1:5', 'Found 1 key in 1 place');
  });

  it('to a remote by its address looks at what that remote lacks', () => {
    const { local, remote, push } = pushing({ history: LINE });
    local.git('checkout', '-q', '-b', 'feature');
    local.write('b.ts', 'clean\n').commit();
    expect(push(`file://${remote.path}`, 'feature').code).toBe(0);
    local.write('c.ts', `KEY=${keyOf('by address')}\n`).commit();
    expectBlocked(push(`file://${remote.path}`, 'feature:next'), 'c.ts:1:5', 'Found 1 key in 1 place');
  });

  it('to a remote that has nothing yet looks at all of it, its first commit too', () => {
    const { local } = pushing({ history: LINE });
    const other = new ScratchRepository({ args: ['--bare'] });
    expectBlocked(gitIn(local, 'push', `file://${other.path}`, 'main'), 'old.ts:1:5');
    local.git('remote', 'add', 'backup', `file://${other.path}`);
    expectBlocked(gitIn(local, 'push', 'backup', 'main'), 'old.ts:1:5');
  });

  it('looks at each of several refs', () => {
    const { local, push } = pushing();
    for (const name of ['a', 'b', 'c', 'd']) {
      local.git('checkout', '-q', '-b', name, 'main');
      local.write(`${name}.ts`, name === 'c' ? LINE : 'clean\n').commit();
    }
    expectBlocked(push('origin', 'a', 'b', 'c', 'd'), 'c.ts:1:5');
    expectBlocked(push('--all', 'origin'), 'c.ts:1:5');
    expect(push('origin', 'a', 'b', 'd').code).toBe(0);
  });

  it('lets a push that only deletes through with a line, and is not led astray by a deletion beside a key', () => {
    const pushed = pushing();
    const { local, push } = pushed;
    push('origin', 'main:gone', 'main:gone-too');
    const deletion = push('origin', ':gone');
    expect(deletion).toMatchObject({ code: 0, output: expect.stringContaining('only deletes') });
    local.write('a.ts', LINE).commit();
    expectBlocked(push('origin', ':gone-too', 'main'), 'a.ts');
    expect(refsOf(pushed)).toEqual(['refs/heads/gone-too', 'refs/heads/main']);
  });

  it('of a forced push looks at what replaces the old commits', () => {
    const { local, push } = pushing();
    local.write('b.ts', 'one\n').commit();
    push('origin', 'main');
    local.git('reset', '-q', '--hard', 'HEAD~');
    local.write('c.ts', LINE).commit();
    expectBlocked(push('--force', 'origin', 'main'), 'c.ts:1:5');
    local.remove('c.ts');
    local.git('reset', '-q', '--hard', 'HEAD~');
    local.write('c.ts', 'clean\n').commit();
    expect(push('--force', 'origin', 'main').code).toBe(0);
  });

  it('does not believe what was last heard of a branch that the remote has since taken back', () => {
    const { local, remote, push } = pushing();
    rmSync(`${local.path}/.git/hooks/pre-push`);
    local.git('checkout', '-q', '-b', 'feature');
    local.write('a.ts', LINE).commit();
    push('origin', 'feature');
    remote.git('branch', '-D', 'feature');
    installHook(local, 'pre-push');
    expect(local.git('rev-parse', 'origin/feature')).toBe(local.git('rev-parse', 'feature'));
    expectBlocked(push('origin', 'feature'), 'a.ts:1:5');
  });

  it('passes over an id of the remote that is not here', () => {
    const { local, remote, push } = pushing();
    const elsewhere = new ScratchRepository({ path: `${temporaryDirectory()}/clone` });
    elsewhere.gitIn('/', 'clone', '-q', `file://${remote.path}`, elsewhere.path);
    elsewhere.write('theirs.ts', 'theirs\n').commit();
    elsewhere.git('push', '-q', 'origin', 'main');
    local.write('b.ts', 'mine\n').commit();
    expect(push('--force', 'origin', 'main').code).toBe(0);
    elsewhere.write('again.ts', 'theirs\n').commit();
    elsewhere.git('push', '-q', '--force', 'origin', 'main');
    local.write('c.ts', LINE).commit();
    expectBlocked(push('--force', 'origin', 'main'), 'c.ts:1:5');
  });

  it.each([
    [
      'the message of a commit',
      '(commit message)',
      (local: ScratchRepository) => void local.commit(`with ${KEY}`),
    ],
    [
      'the message of a tag',
      '(tag message)',
      (local: ScratchRepository) => void local.git('tag', '-a', 'v1', '-m', `uses ${KEY}`),
    ],
    [
      'the name of a file',
      maskOf(KEY),
      (local: ScratchRepository) => void local.write(`${KEY}.txt`, '').commit(),
    ],
    [
      'the name of a branch',
      'in the name of a ref',
      (local: ScratchRepository) => void local.git('branch', KEY),
    ],
    [
      'a blob that a tag names',
      '(pushed blob)',
      (local: ScratchRepository) => void local.git('tag', 'blob', local.hash(LINE)),
    ],
    [
      'a tree that a tag names',
      '(pushed blob)',
      (local: ScratchRepository) => {
        local.write('in-tree.ts', LINE).git('add', '.');
        local.git('tag', 'tree', local.git('write-tree'));
        local.git('reset', '-q', '--hard');
      },
    ],
    [
      'a tag of a tag',
      '(tag message)',
      (local: ScratchRepository) => {
        local.git('tag', '-a', 'inner', '-m', KEY);
        local.git('tag', '-a', 'outer', '-m', 'clean', 'inner');
        local.git('tag', '-d', 'inner');
      },
    ],
    ['a note', 'note of', (local: ScratchRepository) => void local.git('notes', 'add', '-m', KEY)],
  ])('is blocked by a key in %s', (_, place, leak) => {
    const pushed = pushing();
    leak(pushed.local);
    expectBlocked(pushed.push('origin', 'refs/*:refs/*'), place);
    expect(refsOf(pushed)).toEqual(['refs/heads/main']);
  });

  it('looks at the objects of a tag that are on no branch', () => {
    const { local, push } = pushing();
    local.git('checkout', '-q', '--detach');
    local.write('a.ts', LINE).commit();
    local.git('tag', 'v2');
    local.git('checkout', '-q', 'main');
    expectBlocked(push('origin', 'v2'), 'a.ts:1:5');
  });

  it('sees what commits bring that no pre-commit hook is asked about: cherry-pick, rebase, an evil merge', () => {
    const { local, push } = pushing();
    installHook(local);
    local.git('checkout', '-q', '-b', 'side');
    local.write('side.ts', 'side\n').commit();
    local.git('checkout', '-q', 'main');
    local.write('main.ts', 'main\n').commit();
    local.git('merge', '-q', '--no-commit', '--no-ff', 'side');
    local.write('evil.ts', LINE).git('add', '.');
    local.git('commit', '-q', '--no-verify', '-m', 'merge');
    expectBlocked(push('origin', 'main'), 'evil.ts:1:5');
  });

  it('does not count what a merge takes from a branch that the remote has', () => {
    const { local, push } = pushing({ history: LINE });
    rmSync(`${local.path}/.git/hooks/pre-push`);
    local.git('checkout', '-q', '-b', 'side');
    local.write('side.ts', `KEY=${keyOf('known side')}\n`).commit();
    push('origin', 'side');
    installHook(local, 'pre-push');
    local.git('checkout', '-q', 'main');
    local.write('main.ts', 'main\n').commit();
    local.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    expect(push('-q', 'origin', 'main')).toEqual({ code: 0, output: '' });
  });

  it('is blocked by a new version of a file that held the key before: the remote lacks that object', () => {
    const { local, push } = pushing({ history: LINE });
    local.write('old.ts', `// changed\n${LINE}`).commit();
    expectBlocked(push('origin', 'main'), 'old.ts:2:5');
  });

  it('goes by allow comments, the configuration and the baseline', async () => {
    const { local, push } = pushing();
    local.write('a.ts', `const k = '${KEY}'; // ttleaks:allow revoked in May\n`).commit();
    expect(push('origin', 'main').code).toBe(0);
    local.write('b.ts', `KEY=${keyOf('allowed later')}\n`).commit();
    local.write('b.ts', `KEY=${keyOf('allowed later')} # ttleaks:allow a test of ours\n`).commit();
    expect(push('origin', 'main').code).toBe(0);
    local.write('c.ts', LINE).commit();
    expectBlocked(push('origin', 'main'), 'c.ts');
    await runCli(['baseline', '--history'], { cwd: local.path });
    expect(push('origin', 'main').code).toBe(0);
  });

  it('of a repository with SHA-256 ids is blocked too', () => {
    const { local, push } = pushing({ args: ['--object-format=sha256'] });
    local.write('a.ts', LINE).commit();
    expectBlocked(push('origin', 'main'), 'a.ts:1:5');
    expect(push('origin', ':main').output).toContain('only deletes');
  });

  it('from a shallow clone looks at what is new, and does not complain that the history is cut', () => {
    const { local, remote } = pushing({ history: LINE });
    local.write('b.ts', 'clean\n').commit();
    gitIn(local, 'push', '-q', 'origin', 'main');
    const shallow = new ScratchRepository({ path: `${temporaryDirectory()}/shallow` });
    shallow.gitIn('/', 'clone', '-q', '--depth=1', `file://${remote.path}`, shallow.path);
    installHook(shallow, 'pre-push');
    shallow.write('c.ts', 'clean\n').commit();
    expect(gitIn(shallow, 'push', '-q', 'origin', 'main')).toEqual({ code: 0, output: '' });
    shallow.git('checkout', '-q', '-b', 'next');
    shallow.write('d.ts', `KEY=${keyOf('shallow')}\n`).commit();
    expectBlocked(gitIn(shallow, 'push', 'origin', 'next'), 'd.ts:1:5', 'Found 1 key in 1 place');
  });

  it('from a clone without blobs looks at what is new', () => {
    const { local, remote } = pushing({ history: LINE });
    local.write('old.ts', `${LINE}more\n`).git('commit', '-q', '-a', '--no-verify', '-m', 'more');
    gitIn(local, 'push', '-q', '--no-verify', 'origin', 'main');
    remote.git('config', 'uploadpack.allowFilter', 'true');
    const partial = new ScratchRepository({ path: `${temporaryDirectory()}/partial` });
    partial.gitIn(
      '/',
      'clone',
      '-q',
      '--no-checkout',
      '--filter=blob:none',
      `file://${remote.path}`,
      partial.path,
    );
    installHook(partial, 'pre-push');
    partial.git('read-tree', 'HEAD');
    partial.write('new.ts', 'clean\n').git('add', 'new.ts');
    partial.git('commit', '-q', '-m', 'clean');
    expect(gitIn(partial, 'push', '-q', 'origin', 'main')).toEqual({ code: 0, output: '' });
    partial.write('old.ts', `${LINE}again\n`).git('add', 'old.ts');
    partial.git('commit', '-q', '-m', 'change');
    expectBlocked(gitIn(partial, 'push', 'origin', 'main'), 'old.ts:1:5');
  });

  it('is refused, not let through, where an object that it needs is missing', () => {
    const { local } = pushing();
    local.write('a.ts', 'lost\n').commit();
    const blob = local.git('rev-parse', 'HEAD:a.ts');
    rmSync(local.objectFile(blob));
    const { code, output } = gitIn(local, 'push', 'origin', 'main');
    expect(code).not.toBe(0);
    expect(output).toContain('INCOMPLETE');
    expect(output).toContain(blob);
  });

  it('looks at a push of thousands of objects', () => {
    const { local, push } = pushing();
    for (let number = 0; number < 4500; number++)
      local.write(`many/${number % 50}/${number}.txt`, `text ${number}\n`);
    local.write('many/7/leak.ts', LINE).commit();
    expectBlocked(push('origin', 'main'), 'many/7/leak.ts:1:5');
  });
});

describe('hook pre-push by hand', () => {
  async function hook(cwd: string, input: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    return await runCli(['hook', 'pre-push', ...args], { cwd, input, env });
  }

  it.each([
    'nonsense\n',
    `refs/heads/main ${'a'.repeat(40)} refs/heads/main\n`,
    `x ${'a'.repeat(39)} refs/heads/x ${ZEROS}\n`,
  ])('ends with 3 where a line is not what git writes: %j', async (input) => {
    const { local } = pushing();
    const { code, stderr } = await hook(local.path, input);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^ttleaks: hook pre-push: .*\n$/);
  });

  it('ends with 3 where what is pushed is not there', async () => {
    const { local } = pushing();
    const { code, stderr } = await hook(local.path, `HEAD ${'a'.repeat(40)} refs/heads/x ${ZEROS}\n`);
    expect(code).toBe(3);
    expect(stderr).toContain('INCOMPLETE');
  });

  it('ends with 3 outside a repository', async () => {
    const { code, stderr } = await hook(temporaryDirectory(), '');
    expect(code).toBe(3);
    expect(stderr).toMatch(/^ttleaks: hook pre-push: not in a repository/);
  });

  it('ends with 3 where a hook manager keeps what git writes to itself: an empty push looks like a clean one', () => {
    const { local } = pushing();
    local.write('a.ts', LINE).commit();
    const { status, stderr } = spawnSync(process.execPath, [BIN, 'hook', 'pre-push', 'origin', 'x'], {
      cwd: local.path,
      env: local.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([3, expect.stringContaining('use_stdin: true')]);
  });

  it('without a name is the one that pre-commit has come to', async () => {
    const { local } = pushing();
    local.write('a.ts', LINE).git('add', '.');
    const commit = await runCli(['hook'], { cwd: local.path, env: { PRE_COMMIT: '1' } });
    expect([commit.code, commit.stderr]).toEqual([1, expect.stringContaining('The commit is blocked')]);
    local.commit();
    const env = { PRE_COMMIT: '1', PRE_COMMIT_REMOTE_NAME: 'origin', PRE_COMMIT_REMOTE_URL: 'x' };
    const push = await runCli(['hook'], { cwd: local.path, env });
    expect([push.code, push.stderr]).toEqual([1, expect.stringContaining('The push is blocked')]);
    expect((await runCli(['hook'], { cwd: local.path })).code).toBe(2);
  });

  it('reads a push from the variables of pre-commit, which leaves nothing on standard input', async () => {
    const { local } = pushing();
    const before = local.git('rev-parse', 'HEAD');
    const after = local.write('a.ts', LINE).commit();
    const env = {
      PRE_COMMIT: '1',
      PRE_COMMIT_REMOTE_NAME: 'origin',
      PRE_COMMIT_REMOTE_BRANCH: 'refs/heads/main',
    };
    const range = { PRE_COMMIT_FROM_REF: before, PRE_COMMIT_TO_REF: after };
    const found = await hook(local.path, '', [], { ...env, ...range });
    expect([found.code, found.stderr]).toEqual([1, expect.stringContaining('a.ts:1:5')]);
    const first = await hook(local.path, '', [], { ...env, PRE_COMMIT_LOCAL_BRANCH: 'refs/heads/main' });
    expect(first.code).toBe(1);
    const nothing = await hook(local.path, '', [], {
      ...env,
      PRE_COMMIT_FROM_REF: after,
      PRE_COMMIT_TO_REF: after,
    });
    expect(nothing.code).toBe(0);
  });
});
