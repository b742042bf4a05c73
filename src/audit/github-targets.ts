/** `github:owner` and `github:owner/repo` as targets: what GitHub lists, filtered, with wikis and gists where asked. */
import { TtleaksError } from '../core/errors.ts';
import type { Skipped, Visibility } from '../core/report.ts';
import { type GitHub, type GitHubAccess, openGitHub } from '../github/client.ts';
import { gitHubFailure } from '../github/failure.ts';
import {
  gistsOf,
  type ListedGist,
  type ListedRepository,
  repositoriesOf,
  repositoryNamed,
} from '../github/repositories.ts';
import type { RemoteTarget } from './options.ts';

export interface RepositoryFilter {
  readonly archived: boolean;
  readonly forks: boolean;
  /** Empty: any. Else one of them is enough. */
  readonly topics: readonly string[];
  readonly visibility?: Visibility | undefined;
  /** ISO 8601. */
  readonly pushedSince?: string | undefined;
}

export interface GitHubOptions {
  /** Of the web: `https://github.com`. */
  readonly server: URL;
  readonly access: GitHubAccess;
  readonly filter: RepositoryFilter;
  readonly wikis: boolean;
  readonly gists: boolean;
}

export interface Planned {
  readonly targets: readonly RemoteTarget[];
  /** What could not be listed: the audit is incomplete without it. */
  readonly unread: readonly Skipped[];
}

const WORD = /^github:([A-Za-z0-9][\w-]*)(?:\/(?!\.\.?$)([\w.-]+))?$/;

/** Throws USAGE for what is not `github:owner` or `github:owner/repo`. */
export function gitHubWord(word: string): { readonly owner: string; readonly repo: string | undefined } {
  const [, owner, repo] = WORD.exec(word) ?? [];
  if (owner === undefined) {
    throw new TtleaksError('USAGE', `${word}: write github:owner or github:owner/repo.`);
  }
  return { owner, repo: repo?.replace(/\.git$/, '') };
}

/** What was listed before GitHub failed is audited all the same. */
export async function gitHubTargets(words: readonly string[], options: GitHubOptions): Promise<Planned> {
  const github = openGitHub(options.access);
  const targets: RemoteTarget[] = [];
  const unread: Skipped[] = [];
  for (const word of words) {
    const before = targets.length;
    try {
      for await (const target of targetsOf(word, github, options)) targets.push(target);
      if (targets.length === before) unread.push({ path: word, reason: NOTHING, kind: 'unread' });
    } catch (error) {
      const interrupted = options.access.signal.aborted ? 'interrupted while GitHub was asked' : undefined;
      unread.push({
        path: word,
        reason: interrupted ?? gitHubFailure(failureOf(word), error).message,
        kind: 'unread',
      });
    }
  }
  return { targets, unread };
}

function failureOf(word: string): string {
  return gitHubWord(word).repo === undefined ? 'the list is not whole' : 'could not be looked up';
}

const NOTHING =
  'no repository is visible that the filters let through: check the name, the filters and GITHUB_TOKEN';

async function* targetsOf(
  word: string,
  github: GitHub,
  options: GitHubOptions,
): AsyncGenerator<RemoteTarget> {
  const { gists } = options;
  const { owner, repo } = gitHubWord(word);
  if (repo !== undefined) {
    // Named, it is wanted: filters are for lists.
    yield* withWiki(await repositoryNamed(github, [owner, repo]), options);
    return;
  }
  for await (const repository of repositoriesOf(github, owner)) {
    if (passes(repository, options.filter)) yield* withWiki(repository, options);
  }
  if (!gists) return;
  for await (const gist of gistsOf(github, owner)) yield gistTarget(gist, options);
}

function passes(repository: ListedRepository, filter: RepositoryFilter): boolean {
  const { isArchived, isFork, topics, visibility, pushedAt = '' } = repository;
  if (isArchived && !filter.archived) return false;
  if (isFork && !filter.forks) return false;
  if (filter.visibility !== undefined && visibility !== filter.visibility) return false;
  if (filter.topics.length > 0 && !filter.topics.some((topic) => topics.includes(topic))) return false;
  return filter.pushedSince === undefined || Date.parse(pushedAt) >= Date.parse(filter.pushedSince);
}

/** The address is made here, not taken from the answer: it says where a token may go. */
function* withWiki(
  repository: ListedRepository,
  { server, access, wikis }: GitHubOptions,
): Generator<RemoteTarget> {
  const { name, visibility, isArchived, isFork, hasWiki } = repository;
  const { origin } = server;
  const credential = credentialFor(origin, access);
  const facts = { visibility, isArchived, isFork };
  yield { kind: 'remote', name, url: `${origin}/${name}.git`, ...credential, facts };
  if (!wikis || !hasWiki) return;
  yield {
    kind: 'remote',
    name: `${name}.wiki`,
    url: `${origin}/${name}.wiki.git`,
    ...credential,
    facts,
    mayBeAbsent: true,
  };
}

function gistTarget({ id, owner, isPublic }: ListedGist, { server, access }: GitHubOptions): RemoteTarget {
  const { origin, hostname } = server;
  const isOwnHost = hostname === 'github.com' || hostname.endsWith('.ghe.com');
  const host = isOwnHost ? `https://gist.${server.host}` : origin;
  return {
    kind: 'remote',
    name: `${owner}/gist:${id}`,
    url: `${host}/${isOwnHost ? '' : 'gist/'}${id}.git`,
    ...credentialFor(host, access),
    facts: { visibility: isPublic ? 'public' : 'private', isArchived: false, isFork: false },
  };
}

function credentialFor(origin: string, { token }: GitHubAccess): Pick<RemoteTarget, 'credential'> {
  return token === undefined ? {} : { credential: { origin, token } };
}
