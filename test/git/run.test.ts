import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { decodePath, encodePath } from '../../src/core/path-text.ts';
import { gitEnvironment } from '../../src/git/environment.ts';
import { stagedChange, trackedState } from '../../src/git/index-state.ts';
import { runGit, streamGit } from '../../src/git/run.ts';
import { keyOf, ScratchRepository, scanHistory, temporaryDirectory } from './scratch-repository.ts';

async function context() {
  return (await new ScratchRepository().open()).context;
}

describe('runGit', () => {
  it('collects both outputs and the code', async () => {
    const scratch = new ScratchRepository();
    const { context } = await scratch.open();
    const id = (await runGit(context, ['hash-object', '--stdin'], { input: Buffer.from('x') })).stdout
      .toString()
      .trim();
    expect(id).toBe(scratch.hash('x'));
    const failed = await runGit(context, ['cat-file', '-t', 'nothing']);
    expect(failed).toMatchObject({
      code: 128,
      stderr: expect.stringContaining('fatal: Not a valid object name'),
    });
  });

  it('masks keys in what git says', async () => {
    const { stderr } = await runGit(await context(), ['cat-file', '-t', keyOf(1)]);
    expect(stderr).not.toContain(keyOf(1));
    expect(stderr).toContain('…');
  });

  it('refuses an answer beyond its bound', async () => {
    const asked = runGit(await context(), ['hash-object', '--stdin'], { maxBytes: 10 });
    await expect(asked).rejects.toMatchObject({ code: 'INCOMPLETE' });
  });

  it('does not start when it is aborted before, and ends when it is aborted meanwhile', async () => {
    const place = await context();
    const reason = new Error('enough');
    await expect(runGit(place, ['version'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const stream = streamGit(place, ['cat-file', '--batch'], { isDialogue: true, signal: controller.signal });
    controller.abort(reason);
    await expect(stream.exit).rejects.toBe(reason);
  });
});

describe('streamGit', () => {
  it('ends git when its output is left early', async () => {
    const scratch = new ScratchRepository();
    const id = scratch.hash(Buffer.alloc(8_000_000, 'x'));
    const stream = streamGit((await scratch.open()).context, ['cat-file', 'blob', id]);
    for await (const chunk of stream) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    // Killed, or stopped by the closed pipe: whichever comes first.
    expect((await stream.exit).code).not.toBe(0);
  });

  it('feeds more than a pipe holds while git answers', async () => {
    const scratch = new ScratchRepository();
    const id = scratch.hash('x'.repeat(1000));
    async function* input() {
      for (let count = 0; count < 20_000; count++) yield `${id}\n`;
    }
    let bytes = 0;
    const stream = streamGit((await scratch.open()).context, ['cat-file', '--batch'], { input: input() });
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(20_000 * (id.length + ' blob 1000\n'.length + 1001));
  });

  it('tells by its exit that git does not read on, and does not hang', async () => {
    async function* endless() {
      for (;;) yield 'not a command of fast-import\n'.repeat(100);
    }
    const stream = streamGit(await context(), ['mktree'], { input: endless() });
    expect((await stream.exit).code).toBe(128);
  });

  it('passes on an error of its consumer', async () => {
    const stream = streamGit(await context(), ['version']);
    const taken = stream.forEach(() => {
      throw new Error('cannot take it');
    });
    await expect(taken).rejects.toThrow('cannot take it');
  });
});

describe('the environment of git', () => {
  it('keeps the variables of the repository only where they speak of the target', () => {
    vi.stubEnv('GIT_DIR', '.git');
    vi.stubEnv('GIT_INDEX_FILE', '.git/next-index');
    vi.stubEnv('GIT_ALTERNATE_OBJECT_DIRECTORIES', 'x:/y');
    vi.stubEnv('GIT_EXTERNAL_DIFF', '/evil');
    vi.stubEnv('GIT_TRACE', '1');
    vi.stubEnv('GIT_CONFIG_COUNT', '0');
    const inherited = gitEnvironment('inherit', '/repo');
    expect(inherited).toMatchObject({
      GIT_DIR: '/repo/.git',
      GIT_INDEX_FILE: '.git/next-index',
      GIT_ALTERNATE_OBJECT_DIRECTORIES: '/repo/x:/y',
      GIT_CONFIG_COUNT: '0',
    });
    const stripped = gitEnvironment('strip', '/repo');
    for (const name of ['GIT_DIR', 'GIT_INDEX_FILE', 'GIT_ALTERNATE_OBJECT_DIRECTORIES']) {
      expect(stripped).not.toHaveProperty(name);
    }
    for (const name of ['GIT_EXTERNAL_DIFF', 'GIT_TRACE']) {
      expect(inherited).not.toHaveProperty(name);
      expect(stripped).not.toHaveProperty(name);
    }
    vi.unstubAllEnvs();
  });
});

describe.runIf(process.platform === 'linux')('names that are not UTF-8', () => {
  it('work for the repository itself and for what is in it', async () => {
    const scratch = new ScratchRepository();
    const raw = Buffer.concat([Buffer.from(join(temporaryDirectory(), 'caf')), Buffer.from([0xe9])]);
    const script =
      'mkdir "$1" && cd "$1" && git init -q && printf %s "$2" > "$3" && git add -A && git commit -q -m x';
    // A shell makes the bytes: Node.js passes no such arguments.
    const octal = raw.toString('latin1').replace(/\xe9$/, '\\351');
    const run = `d=$(printf '${octal}') n=$(printf 'na\\377me') && set -- "$d" '${keyOf(1)}' "$n" && ${script}`;
    execFileSync('sh', ['-c', run], { env: scratch.env });
    const repository = await scratch.open(decodePath(raw));
    expect(repository.workTree).toBe(decodePath(raw));
    const name = decodePath(Buffer.from([0x6e, 0x61, 0xff, 0x6d, 0x65]));
    const history = await scanHistory(repository);
    expect(history.at(name)).toMatchObject({ inHead: true, refs: ['refs/heads/main'] });
    expect(encodePath(name)).toHaveLength(5);
    expect((await stagedChange(repository)).entries).toEqual([]);
    expect((await trackedState(repository, [name])).get(name)?.kind).toBe('tracked');
  });
});
