import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCAN_OPTIONS } from '../src/cli/scan-arguments.ts';
import { Forge } from './github/forge.ts';

const DOCS = fileURLToPath(new URL('../docs/', import.meta.url));
const PIPELINES = readdirSync(DOCS).filter((name) => name.endsWith('.yml'));

function textOf(name: string): string {
  return readFileSync(`${DOCS}${name}`, 'utf8');
}

describe('the pipelines in docs', () => {
  it.each(PIPELINES)('%s is YAML, and names only options that there are', (name) => {
    const text = textOf(name);
    expect(parse(text)).toBeTypeOf('object');
    const commands = text.split('\n').filter((line) => line.includes('bin/ttleaks'));
    const options = commands.flatMap((line) =>
      [...line.matchAll(/(?<=\s)--([a-z-]+)/g)].map(([, word]) => word),
    );
    expect(options.filter((option) => !Object.hasOwn(SCAN_OPTIONS, option ?? ''))).toEqual([]);
  });

  it.each(['github-workflow.yml', 'github-reusable-workflow.yml'])(
    '%s gives the step inputs that it has',
    (name) => {
      const action = parse(readFileSync(`${DOCS}../action.yml`, 'utf8')) as { inputs: object };
      const { jobs } = parse(textOf(name)) as {
        jobs: Record<string, { steps: { uses?: string; with?: object }[] }>;
      };
      const step = Object.values(jobs)
        .flatMap(({ steps }) => steps)
        .find(({ uses }) => uses?.startsWith('OWNER/ttleaks@'));
      expect(step).toBeDefined();
      for (const input of Object.keys(step?.with ?? {})) expect(Object.keys(action.inputs)).toContain(input);
    },
  );

  it('of GitLab tell what a push, a forced push, a new branch, a merge request and a schedule add', () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const head = forge.server.commit('new');
    const clone = forge.clone();
    const { ttleaks } = parse(textOf('gitlab-ci.yml')) as { ttleaks: { script: string[] } };
    const block = ttleaks.script.find((line) => line.startsWith('head='));
    const rangeOf = (env: NodeJS.ProcessEnv) =>
      execFileSync('sh', ['-euc', `${block}\nprintf %s "$range"`], {
        cwd: clone.path,
        encoding: 'utf8',
        env: {
          ...clone.env,
          CI_COMMIT_SHA: head,
          CI_DEFAULT_BRANCH: 'main',
          CI_PIPELINE_SOURCE: 'push',
          CI_COMMIT_BRANCH: 'topic',
          CI_COMMIT_BEFORE_SHA: '0'.repeat(40),
          ...env,
        },
      });
    expect(rangeOf({ CI_COMMIT_BEFORE_SHA: base })).toBe(`${head} ^${base}`);
    expect(rangeOf({ CI_COMMIT_BEFORE_SHA: '1'.repeat(40) })).toBe(`${head} ^origin/main`);
    expect(rangeOf({})).toBe(`${head} ^origin/main`);
    expect(rangeOf({ CI_COMMIT_BRANCH: 'main' })).toBe(head);
    const merge = { CI_PIPELINE_SOURCE: 'merge_request_event', CI_MERGE_REQUEST_DIFF_BASE_SHA: base };
    expect(rangeOf({ ...merge, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head })).toBe(`${head} ^${base}`);
    expect(rangeOf({ CI_PIPELINE_SOURCE: 'schedule' })).toBe('');
  });
});

describe('the hooks of .pre-commit-hooks.yaml', () => {
  const hooks = parse(readFileSync(`${DOCS}../.pre-commit-hooks.yaml`, 'utf8')) as { stages: string[] }[];

  it('look at the index and at pushes whole: pre-commit hands over no files, in no parts, and leaves no commit out', () => {
    for (const hook of hooks) {
      expect(hook).toMatchObject({
        pass_filenames: false,
        always_run: true,
        require_serial: true,
        language: 'node',
      });
    }
    expect(hooks[0]).toMatchObject({ id: 'ttleaks', entry: 'ttleaks hook' });
    expect(hooks[0]?.stages).toEqual(['pre-commit', 'pre-merge-commit', 'pre-push', 'manual']);
  });
});

describe('the workflows for GitHub in docs', () => {
  const workflows = PIPELINES.filter((name) => textOf(name).includes('runs-on:'));

  it.each(workflows)(
    '%s puts nothing that a stranger can write into a shell, and takes no right that it does not need',
    (name) => {
      const { permissions, jobs } = parse(textOf(name)) as {
        permissions?: Record<string, string>;
        jobs: Record<string, { permissions?: Record<string, string>; steps?: { run?: string }[] }>;
      };
      const commands = Object.values(jobs).flatMap(({ steps = [] }) => steps.map(({ run = '' }) => run));
      expect(commands.filter((run) => run.includes('${{'))).toEqual([]);
      for (const job of Object.values(jobs)) {
        const rights = { ...permissions, ...job.permissions };
        const writes = Object.keys(rights).filter((name) => rights[name] === 'write');
        expect(['security-events', 'pull-requests']).toEqual(expect.arrayContaining(writes));
        // Else all that the repository gives by default.
        expect(job.permissions ?? permissions).toBeTypeOf('object');
      }
    },
  );
});
