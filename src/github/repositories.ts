/** Which repositories and gists an owner has. Only what is needed to clone and to choose them is taken from the answers. */
import { RequestError } from '@octokit/request-error';
import type { Visibility } from '../core/report.ts';
import type { GitHubClient } from './client.ts';

export interface ListedRepository {
  /** `acme/web`, as GitHub calls it now. */
  readonly name: string;
  readonly visibility: Visibility;
  readonly isArchived: boolean;
  readonly isFork: boolean;
  readonly topics: readonly string[];
  /** ISO 8601; absent where nothing was ever pushed. */
  readonly pushedAt?: string;
  readonly hasWiki: boolean;
}

export interface ListedGist {
  readonly id: string;
  readonly owner: string;
  readonly isPublic: boolean;
}

/** What of an answer is used; GitHub Enterprise of some years ago lacks a few. */
interface RepositoryAnswer {
  readonly full_name: string;
  readonly visibility?: string | undefined;
  readonly private?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly fork?: boolean | undefined;
  readonly topics?: string[] | undefined;
  readonly pushed_at?: string | null | undefined;
  readonly has_wiki?: boolean | undefined;
}

interface GistAnswer {
  readonly id?: string | undefined;
  readonly public?: boolean | undefined;
}

const PER_PAGE = 100;
/** From here on it is part of an address. */
const NAME = /^[A-Za-z0-9][\w-]*\/(?!\.\.?$)[\w.-]+$/;
const GIST_ID = /^[0-9a-f]{1,64}$/;

export async function repositoryNamed(
  client: GitHubClient,
  [owner, repo]: readonly [string, string],
  signal: AbortSignal,
): Promise<ListedRepository> {
  const { data } = await client.rest.repos.get({ owner, repo, request: { signal } });
  const [repository] = listed(data);
  if (repository === undefined) throw new TypeError('an answer without a name of a repository');
  return repository;
}

/** In the order of GitHub, page by page. */
export async function* repositoriesOf(
  client: GitHubClient,
  owner: string,
  signal: AbortSignal,
): AsyncGenerator<ListedRepository> {
  const common = { per_page: PER_PAGE, request: { signal } };
  const kind = await ownerKind(client, owner, signal);
  const pages =
    kind === 'organization'
      ? client.paginate.iterator(client.rest.repos.listForOrg, { ...common, org: owner, type: 'all' })
      : kind === 'self'
        ? client.paginate.iterator(client.rest.repos.listForAuthenticatedUser, {
            ...common,
            affiliation: 'owner',
          })
        : client.paginate.iterator(client.rest.repos.listForUser, {
            ...common,
            username: owner,
            type: 'owner',
          });
  for await (const { data } of pages) for (const answer of data) yield* listed(answer);
}

/** Of a person; organisations have none. */
export async function* gistsOf(
  client: GitHubClient,
  owner: string,
  signal: AbortSignal,
): AsyncGenerator<ListedGist> {
  const common = { per_page: PER_PAGE, request: { signal } };
  const kind = await ownerKind(client, owner, signal);
  if (kind === 'organization') return;
  const pages =
    kind === 'self'
      ? client.paginate.iterator(client.rest.gists.list, common)
      : client.paginate.iterator(client.rest.gists.listForUser, { ...common, username: owner });
  for await (const { data } of pages) {
    for (const { id = '', public: isPublic = true } of data as GistAnswer[]) {
      if (GIST_ID.test(id)) yield { id, owner, isPublic };
    }
  }
}

async function ownerKind(
  client: GitHubClient,
  owner: string,
  signal: AbortSignal,
): Promise<'organization' | 'self' | 'other'> {
  const { data } = await client.rest.users.getByUsername({ username: owner, request: { signal } });
  if (data.type === 'Organization') return 'organization';
  return (await isSelf(client, owner, signal)) ? 'self' : 'other';
}

async function isSelf(client: GitHubClient, owner: string, signal: AbortSignal): Promise<boolean> {
  try {
    const { data } = await client.rest.users.getAuthenticated({ request: { signal } });
    return data.login.toLowerCase() === owner.toLowerCase();
  } catch (error) {
    // Without a token, or with one of an app or a workflow, which is nobody's.
    if (error instanceof RequestError && [401, 403, 404].includes(error.status)) return false;
    throw error;
  }
}

function* listed(answer: RepositoryAnswer): Generator<ListedRepository> {
  const {
    full_name: name,
    visibility,
    archived = false,
    fork = false,
    topics = [],
    pushed_at,
    has_wiki,
  } = answer;
  if (!NAME.test(name)) return;
  yield {
    name,
    visibility: visibilityOf(visibility, answer.private),
    isArchived: archived,
    isFork: fork,
    topics,
    ...(pushed_at ? { pushedAt: pushed_at } : {}),
    hasWiki: has_wiki ?? true,
  };
}

function visibilityOf(visibility: string | undefined, isPrivate: boolean | undefined): Visibility {
  if (visibility === 'public' || visibility === 'private' || visibility === 'internal') return visibility;
  return isPrivate === false ? 'public' : 'private';
}
