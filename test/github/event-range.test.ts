import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RemoteAccess } from '../../src/git/environment.ts';
import { CommitStore } from '../../src/github/commit-store.ts';
import { type EventFacts, workflowEvent } from '../../src/github/event.ts';
import { type EventRange, eventRange } from '../../src/github/event-range.ts';
import type { ScratchRepository } from '../git/scratch-repository.ts';
import { Forge } from './forge.ts';
import { mergeGroupPayload, pullRequestPayload, pushPayload, releasePayload, ZERO } from './payloads.ts';

function facts(name: string, payload: unknown, more: Partial<EventFacts> = {}): EventFacts {
  return { name, payload, sha: ZERO, ref: 'refs/heads/main', actor: 'octocat', ...more };
}

async function rangeIn(
  clone: ScratchRepository,
  event: EventFacts,
  source?: RemoteAccess,
): Promise<EventRange> {
  return await eventRange(workflowEvent(event), new CommitStore(await clone.open(), source));
}

function subjectsIn(clone: ScratchRepository, range: EventRange): string[] {
  if (range.kind !== 'range') throw new Error(`no range: ${range.kind}`);
  const list = clone.git('log', '--format=%s', ...range.range.split(' '));
  return list
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

describe('a push', () => {
  it('adds all commits behind what the branch named before, whatever the payload lists', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    forge.server.commit('two');
    const after = forge.server.commit('three');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('push', pushPayload({ before, after })));
    expect(subjectsIn(clone, range)).toEqual(['three', 'two']);
  });

  it('that merges a branch adds the commits of that branch as well', async () => {
    const forge = new Forge();
    const before = forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'side');
    forge.server.commit('on the side');
    forge.server.git('checkout', '-q', 'main');
    forge.server.git('merge', '-q', '--no-ff', '-m', 'merge', 'side');
    const after = forge.server.git('rev-parse', 'HEAD');
    forge.server.git('branch', '-q', '-D', 'side');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('push', pushPayload({ before, after })));
    expect(subjectsIn(clone, range)).toEqual(['merge', 'on the side']);
  });

  it('of a new branch adds what no other branch has', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const after = forge.server.commit('new');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('push', pushPayload({ after, ref: 'refs/heads/topic' })));
    expect(subjectsIn(clone, range)).toEqual(['new']);
  });

  it.each([
    ['lists its commits', true],
    ['lists no commits', false],
  ])('of two new branches that share commits adds these to one of them at least: %s', async (_, isListed) => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const shared = forge.server.commit('shared');
    forge.server.git('checkout', '-q', '-b', 'sibling');
    const sibling = forge.server.commit('of the sibling');
    forge.server.git('checkout', '-q', 'topic');
    const topic = forge.server.commit('of the topic');
    const clone = forge.clone();
    const addedBy = async (ref: string, after: string, commits: readonly string[]) => {
      const payload = pushPayload({ after, ref, commits: isListed ? commits : [] });
      return subjectsIn(clone, await rangeIn(clone, facts('push', payload)));
    };
    // To GitHub, what the first of them brings is old with the second one.
    const added = [
      ...(await addedBy('refs/heads/sibling', sibling, [shared, sibling])),
      ...(await addedBy('refs/heads/topic', topic, [topic])),
    ];
    expect(new Set(added)).toEqual(new Set(['shared', 'of the sibling', 'of the topic']));
    expect(added).not.toContain('base');
  });

  it('of a new branch adds nothing that a branch beside the default one has had before', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'release');
    forge.server.commit('of the release');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const after = forge.server.commit('new');
    const clone = forge.clone();
    const payload = pushPayload({ after, ref: 'refs/heads/topic', commits: [after] });
    expect(subjectsIn(clone, await rangeIn(clone, facts('push', payload)))).toEqual(['new']);
  });

  it('of two new branches with the same commits adds these to each, or nobody would look at them', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const after = forge.server.commit('new');
    forge.server.git('branch', 'twin');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('push', pushPayload({ after, ref: 'refs/heads/topic' })));
    expect(subjectsIn(clone, range)).toEqual(['new']);
  });

  it('to an empty repository adds everything', async () => {
    const forge = new Forge();
    forge.server.commit('one');
    const after = forge.server.commit('two');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('push', pushPayload({ after })));
    expect(subjectsIn(clone, range)).toEqual(['one', 'two']);
  });

  it('that deletes a branch adds nothing', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    const clone = forge.clone();
    expect((await rangeIn(clone, facts('push', pushPayload({ before })))).kind).toBe('nothing');
  });

  it('by force fetches what the branch named before, which nothing leads to any more', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    const before = forge.server.commit('rewritten');
    forge.server.git('reset', '-q', '--hard', base);
    const after = forge.server.commit('instead');
    const clone = forge.clone();
    const event = facts('push', pushPayload({ before, after, forced: true }));
    expect(subjectsIn(clone, await rangeIn(clone, event, await forge.source()))).toEqual(['instead']);
  });

  it('by force, where the server has dropped the old commits, adds all that no other branch has', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('branch', 'other');
    const after = forge.server.commit('instead');
    const clone = forge.clone();
    const event = facts(
      'push',
      pushPayload({ commits: [after], before: '1'.repeat(40), after, forced: true }),
    );
    expect(subjectsIn(clone, await rangeIn(clone, event, await forge.source()))).toEqual(['instead']);
  });

  it('of an annotated tag adds the tag itself, though its commit is known', async () => {
    const forge = new Forge();
    const commit = forge.server.commit('one');
    forge.server.git('tag', '-a', '-m', 'a message', 'v1');
    const clone = forge.clone('--no-tags');
    const event = facts('push', pushPayload({ after: commit, ref: 'refs/tags/v1' }));
    const range = await rangeIn(clone, event, await forge.source());
    const tag = forge.server.git('rev-parse', 'v1');
    expect(range).toMatchObject({ kind: 'range', range: `${tag} ^${commit}` });
    if (range.kind !== 'range') return;
    expect(clone.git('rev-list', '--objects', ...range.range.split(' '))).toContain(tag);
  });

  it('of a tag whose message can neither be found nor asked for is incomplete', async () => {
    const forge = new Forge();
    const commit = forge.server.commit('one');
    forge.server.git('tag', '-a', '-m', 'a message', 'v1');
    const event = facts('push', pushPayload({ after: commit, ref: 'refs/tags/v1' }));
    await expect(rangeIn(forge.clone('--no-tags'), event)).rejects.toMatchObject({ code: 'INCOMPLETE' });
    const tag = forge.server.git('rev-parse', 'v1');
    expect(await rangeIn(forge.clone(), event)).toMatchObject({ range: `${tag} ^${commit}` });
  });
});

describe('a release', () => {
  it('is the tag that it was made of', async () => {
    const forge = new Forge();
    const sha = forge.server.commit('one');
    forge.server.git('tag', '-a', '-m', 'a message', 'v1');
    const event = facts('release', releasePayload('v1'), { sha, ref: 'refs/tags/v1' });
    const range = await rangeIn(forge.clone('--no-tags'), event, await forge.source());
    expect(range).toMatchObject({ range: `${forge.server.git('rev-parse', 'v1')} ^${sha}` });
  });
});

describe('all of history', () => {
  it('is fetched, all branches and tags of it, where the clone has but the tip of one', async () => {
    const forge = new Forge();
    forge.server.commit('one');
    forge.server.git('tag', '-a', '-m', 'a message', 'v1');
    forge.server.git('checkout', '-q', '-b', 'other');
    const other = forge.server.commit('on another branch');
    forge.server.git('checkout', '-q', 'main');
    forge.server.commit('two');
    const clone = forge.clone('--depth=1', '--branch=main', '--no-tags');
    const event = facts('schedule', { schedule: '0 4 * * 1' });
    expect(await rangeIn(clone, event, await forge.source())).toEqual({ kind: 'all', gap: undefined });
    expect(clone.git('rev-parse', '--is-shallow-repository')).toBe('false');
    expect(clone.git('rev-parse', 'refs/remotes/origin/other')).toBe(other);
    expect(clone.git('rev-parse', 'refs/tags/v1')).toBe(forge.server.git('rev-parse', 'v1'));
  });
});

describe('a shallow clone', () => {
  it('is deepened until the range is whole', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    forge.server.commit('two');
    const after = forge.server.commit('three');
    const clone = forge.clone('--depth=1');
    const range = await rangeIn(clone, facts('push', pushPayload({ before, after })), await forge.source());
    expect(subjectsIn(clone, range)).toEqual(['three', 'two']);
  });

  it('of a new branch is told from the default branch, which it does not know', async () => {
    const forge = new Forge();
    forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'topic');
    const after = forge.server.commit('new');
    const clone = forge.clone('--depth=1', '--branch=topic');
    const event = facts('push', pushPayload({ after, ref: 'refs/heads/topic' }));
    expect(subjectsIn(clone, await rangeIn(clone, event, await forge.source()))).toEqual(['new']);
  });

  it('of the base is deepened, or a change would be said to add what the base has had long since', async () => {
    const forge = new Forge();
    forge.server.commit('one');
    forge.server.commit('two');
    forge.server.git('branch', 'change');
    const base = forge.server.commit('later on main');
    forge.server.git('checkout', '-q', 'change');
    const head = forge.server.commit('of the change');
    const clone = forge.clone('--depth=1', '--branch=main');
    const event = facts('pull_request_target', pullRequestPayload({ base, head }));
    expect(subjectsIn(clone, await rangeIn(clone, event, await forge.source()))).toEqual(['of the change']);
  });

  it('that cannot be deepened is incomplete', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    const after = forge.server.commit('two');
    const clone = forge.clone('--depth=1');
    const source = { url: 'http://127.0.0.1:9/acme/shop.git', token: undefined };
    const event = facts('push', pushPayload({ before, after }));
    await expect(rangeIn(clone, event, source)).rejects.toMatchObject({
      code: 'INCOMPLETE',
      message: expect.stringContaining('fetch-depth: 0') as string,
    });
  });

  it('runs nothing that its configuration names in the place of the address', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    const after = forge.server.commit('two');
    const clone = forge.clone('--depth=1');
    const marker = join(clone.home, 'ran');
    clone.git('config', `url.ext::touch ${marker} .insteadOf`, 'http://');
    const event = facts('push', pushPayload({ before, after }));
    await expect(rangeIn(clone, event, await forge.source())).rejects.toMatchObject({ code: 'INCOMPLETE' });
    expect(existsSync(marker)).toBe(false);
    // It would have run, had git been let.
    expect(() => clone.git('-c', 'protocol.ext.allow=always', 'fetch', 'http://127.0.0.1/x')).toThrow();
    expect(existsSync(marker)).toBe(true);
  });

  it('of a private repository is deepened with the token, past the credentials of the checkout', async () => {
    const forge = new Forge();
    const before = forge.server.commit('one');
    const after = forge.server.commit('two');
    const clone = forge.clone('--depth=1');
    const source = await forge.source('let-me-in');
    const { origin } = new URL(source.url);
    clone.git('config', `http.${origin}/.extraheader`, 'AUTHORIZATION: basic c3RhbGU=');
    const range = await rangeIn(clone, facts('push', pushPayload({ before, after })), source);
    expect(subjectsIn(clone, range)).toEqual(['two']);
  });
});

describe('a pull request', () => {
  it('adds what its head has and its base has not, though the base has moved on', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'change');
    forge.server.commit('of the change');
    forge.server.git('checkout', '-q', 'main');
    forge.server.commit('later on main');
    forge.server.git('checkout', '-q', 'change');
    forge.server.git('merge', '-q', '--no-edit', '-m', 'main merged', 'main');
    const head = forge.server.git('rev-parse', 'HEAD');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('pull_request', pullRequestPayload({ base, head })));
    expect(subjectsIn(clone, range)).toEqual(['main merged', 'of the change']);
    expect(range).toMatchObject({ base });
  });

  it('that is merged by now still adds what it added', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    const head = forge.server.commit('of the change');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('pull_request', pullRequestPayload({ base, head })));
    expect(subjectsIn(clone, range)).toEqual(['of the change']);
  });

  it('takes the waivers of the commit that the test merge goes into', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    forge.server.git('checkout', '-q', '-b', 'change');
    const head = forge.server.commit('of the change');
    forge.server.git('checkout', '-q', 'main');
    const moved = forge.server.commit('later on main');
    forge.server.git('checkout', '-q', '--detach');
    forge.server.git('merge', '-q', '--no-ff', '-m', 'test merge', head);
    const range = await rangeIn(forge.server, facts('pull_request', pullRequestPayload({ base, head })));
    expect(range).toMatchObject({ base: moved });
    expect(subjectsIn(forge.server, range)).toEqual(['of the change']);
  });

  it('of a fork has its commits fetched, never checked out', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    const clone = forge.clone();
    forge.server.git('checkout', '-q', '-b', 'change');
    const head = forge.server.commit('of the fork');
    const payload = pullRequestPayload({ base, head, headRepository: 'mallory/shop' });
    const range = await rangeIn(clone, facts('pull_request_target', payload), await forge.source());
    expect(subjectsIn(clone, range)).toEqual(['of the fork']);
    expect(clone.git('rev-parse', 'HEAD')).toBe(base);
  });

  it.each([
    ['another repository', 'mallory/shop', 'octocat', true],
    ['a fork that is gone', null, 'octocat', true],
    ['Dependabot', 'acme/shop', 'dependabot[bot]', true],
    ['the repository itself', 'Acme/shop', 'octocat', false],
  ])('of %s: foreign is what may not write', (_, headRepository, actor, isForeign) => {
    const payload = pullRequestPayload({ base: '1'.repeat(40), head: '2'.repeat(40), headRepository });
    expect(workflowEvent(facts('pull_request', payload, { actor }))).toMatchObject({
      pullRequest: { number: 7, isForeign },
    });
  });
});

describe('other events', () => {
  it('of a merge queue add what is queued', async () => {
    const forge = new Forge();
    const base = forge.server.commit('base');
    const head = forge.server.commit('queued');
    const clone = forge.clone();
    const range = await rangeIn(clone, facts('merge_group', mergeGroupPayload({ base, head })));
    expect(subjectsIn(clone, range)).toEqual(['queued']);
  });

  it.each([
    ['schedule', { schedule: '0 4 * * 1' }],
    ['workflow_dispatch', { inputs: null }],
    ['workflow_run', {}],
  ])('such as %s say nothing of what is new: all of history it is', async (name, payload) => {
    const forge = new Forge();
    forge.server.commit('one');
    const [clone, event] = [forge.clone(), facts(name, payload)];
    expect(await rangeIn(clone, event, await forge.source())).toEqual({ kind: 'all', gap: undefined });
    // What the server may have beside is not known then.
    const gap = expect.stringContaining('branches may be missing') as string;
    expect(await rangeIn(clone, event)).toEqual({ kind: 'all', gap });
  });

  it.each([
    ['push', {}],
    ['push', null],
    ['push', { ref: 'refs/heads/main', before: ZERO, after: '--upload-pack=x' }],
    ['pull_request', { pull_request: { number: 7, base: { repo: { full_name: 'a/b' } }, head: {} } }],
    ['pull_request', { number: 7 }],
    ['merge_group', { merge_group: null }],
    ['release', { release: {} }],
    ['create', {}],
  ])('with a field missing are incomplete: %s %j', (name, payload) => {
    const event = facts(name, payload, { sha: '' });
    expect(() => workflowEvent(event)).toThrowError(expect.objectContaining({ code: 'INCOMPLETE' }));
  });
});
