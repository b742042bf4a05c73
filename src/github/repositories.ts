/** Which repositories and gists an owner has. Only what is needed to clone and to choose them is taken from the answers. */
import { RequestError } from '@octokit/request-error';
import type { Visibility } from '../core/report.ts';
import type { GitHub } from './client.ts';
import { UnusableAnswer } from './failure.ts';
import { answersIn } from './pages.ts';

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
  readonly full_name?: unknown;
  readonly visibility?: unknown;
  readonly private?: unknown;
  readonly archived?: unknown;
  readonly fork?: unknown;
  readonly topics?: unknown;
  readonly pushed_at?: unknown;
  readonly has_wiki?: unknown;
}

interface GistAnswer {
  readonly id?: unknown;
  readonly public?: unknown;
}

const PER_PAGE = 100;
const MAX_PAGES = 10_000;
/** From here on it is part of an address. */
const NAME = /^[A-Za-z0-9][\w-]*\/(?!\.\.?$)[\w.-]+$/;
const GIST_ID = /^[0-9a-f]{1,64}$/;

export async function repositoryNamed(
  github: GitHub,
  [owner, repo]: readonly [string, string],
): Promise<ListedRepository> {
  const { data } = await github.request('GET /repos/{owner}/{repo}', { owner, repo });
  return listed(data);
}

/** In the order of GitHub, page by page. */
export async function* repositoriesOf(github: GitHub, owner: string): AsyncGenerator<ListedRepository> {
  const kind = await ownerKind(github, owner);
  const page = { per_page: PER_PAGE } as const;
  const pages =
    kind === 'organization'
      ? github.paginate.iterator('GET /orgs/{org}/repos', { ...page, org: owner, type: 'all' })
      : kind === 'self'
        ? github.paginate.iterator('GET /user/repos', { ...page, affiliation: 'owner' })
        : github.paginate.iterator('GET /users/{username}/repos', {
            ...page,
            username: owner,
            type: 'owner',
          });
  for await (const answer of answersIn<RepositoryAnswer>(pages, MAX_PAGES)) yield listed(answer);
}

/** Of a person; organisations have none. */
export async function* gistsOf(github: GitHub, owner: string): AsyncGenerator<ListedGist> {
  const kind = await ownerKind(github, owner);
  if (kind === 'organization') return;
  const page = { per_page: PER_PAGE };
  const pages =
    kind === 'self'
      ? github.paginate.iterator('GET /gists', page)
      : github.paginate.iterator('GET /users/{username}/gists', { ...page, username: owner });
  for await (const { id, public: isPublic } of answersIn<GistAnswer>(pages, MAX_PAGES)) {
    if (typeof id !== 'string' || !GIST_ID.test(id)) throw new UnusableAnswer('a gist without a usable id');
    yield { id, owner, isPublic: isPublic !== false };
  }
}

async function ownerKind(github: GitHub, owner: string): Promise<'organization' | 'self' | 'other'> {
  const { type } = (await github.request('GET /users/{username}', { username: owner })).data;
  // Taken for a person, an organisation would have but its public repositories.
  if (typeof type !== 'string') throw new UnusableAnswer('neither a person nor an organisation');
  if (type === 'Organization') return 'organization';
  return (await isSelf(github, owner)) ? 'self' : 'other';
}

async function isSelf(github: GitHub, owner: string): Promise<boolean> {
  try {
    const { login } = (await github.request('GET /user')).data;
    return typeof login === 'string' && login.toLowerCase() === owner.toLowerCase();
  } catch (error) {
    // Without a token, or with one of an app or a workflow, which is nobody's.
    if (error instanceof RequestError && [401, 403, 404].includes(error.status)) return false;
    throw error;
  }
}

function listed(answer: RepositoryAnswer): ListedRepository {
  const { full_name: name, visibility, archived, fork, topics, pushed_at: pushedAt, has_wiki } = answer;
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new UnusableAnswer('a repository without a usable name');
  }
  return {
    name,
    visibility: visibilityOf(visibility, answer.private),
    isArchived: archived === true,
    isFork: fork === true,
    topics: Array.isArray(topics) ? topics.filter((topic) => typeof topic === 'string') : [],
    ...(typeof pushedAt === 'string' && pushedAt !== '' ? { pushedAt } : {}),
    hasWiki: has_wiki !== false,
  };
}

function visibilityOf(visibility: unknown, isPrivate: unknown): Visibility {
  if (visibility === 'public' || visibility === 'private' || visibility === 'internal') return visibility;
  return isPrivate === false ? 'public' : 'private';
}
