/** Payloads of webhooks in the shape in which GitHub Actions hands them over, cut to what tells events apart. */

export const ZERO = '0'.repeat(40);

const REPOSITORY = { id: 1, name: 'shop', full_name: 'acme/shop', private: false, default_branch: 'main' };

export function pushPayload(facts: {
  before?: string;
  after?: string;
  ref?: string;
  forced?: boolean;
  /** GitHub cuts this list, and leaves it out for large pushes: none, unless a test has some. */
  commits?: readonly string[];
}): object {
  const { before = ZERO, after = ZERO, ref = 'refs/heads/main', forced = false, commits = [] } = facts;
  return {
    ref,
    before,
    after,
    forced,
    created: before === ZERO,
    deleted: after === ZERO,
    base_ref: null,
    commits: commits.map((id) => ({ id, distinct: true, message: 'a commit' })),
    head_commit: after === ZERO ? null : { id: after },
    repository: REPOSITORY,
    pusher: { name: 'octocat' },
  };
}

export function pullRequestPayload(facts: {
  base: string;
  head: string;
  number?: number;
  headRepository?: string | null;
}): object {
  const { base, head, number = 7, headRepository = 'acme/shop' } = facts;
  return {
    action: 'synchronize',
    number,
    pull_request: {
      number,
      state: 'open',
      base: { ref: 'main', sha: base, repo: REPOSITORY },
      head: {
        ref: 'change',
        sha: head,
        repo: headRepository === null ? null : { ...REPOSITORY, full_name: headRepository },
      },
    },
    repository: REPOSITORY,
  };
}

export function mergeGroupPayload({ base, head }: { base: string; head: string }): object {
  return {
    action: 'checks_requested',
    merge_group: {
      head_sha: head,
      head_ref: 'refs/heads/gh-readonly-queue/main/pr-7',
      base_sha: base,
      base_ref: 'refs/heads/main',
    },
    repository: REPOSITORY,
  };
}

export function releasePayload(tag: string): object {
  return { action: 'published', release: { tag_name: tag }, repository: REPOSITORY };
}
