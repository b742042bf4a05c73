/**
 * One comment on a pull request, kept up to date in place. It is known again by a mark in its first line, and only one
 * that a bot or we ourselves have written counts: anybody can write the mark.
 */
import type { GitHub } from './client.ts';
import { failureWords, isRefusal, UnusableAnswer } from './failure.ts';
import { answersIn } from './pages.ts';

export interface CommentTarget {
  /** `owner/name` */
  readonly repository: string;
  readonly number: number;
}

export type CommentOutcome =
  | { readonly kind: 'written' | 'updated' | 'unchanged' | 'needless' }
  | { readonly kind: 'skipped' | 'failed'; readonly reason: string };

const MARK = '<!-- ttleaks: this comment is kept up to date -->';
const NEEDED = 'it needs the permission "pull-requests: write", which the token of a fork never has';
const PER_PAGE = 100;
const MAX_PAGES = 100;

interface CommentAnswer {
  readonly id?: unknown;
  readonly body?: unknown;
  readonly user?: { readonly login?: string; readonly type?: string } | null;
}

interface Place {
  readonly owner: string;
  readonly repo: string;
  readonly issue_number: number;
}

/** Where there is nothing to tell (`isClean`), an older comment says so, and a new one is not written. */
export async function keepComment(
  github: GitHub,
  { repository, number }: CommentTarget,
  { text, isClean }: { readonly text: string; readonly isClean: boolean },
): Promise<CommentOutcome> {
  const [owner = '', repo = ''] = repository.split('/');
  const place = { owner, repo, issue_number: number };
  const body = `${MARK}\n${text}`;
  try {
    const own = await ownComment(github, place);
    if (own === undefined) {
      if (isClean) return { kind: 'needless' };
      // Not tried again: after an answer that was lost there would be two.
      await github.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...place,
        body,
        request: { retries: 0 },
      });
      return { kind: 'written' };
    }
    if (own.body === body) return { kind: 'unchanged' };
    await github.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      owner,
      repo,
      comment_id: own.id,
      body,
    });
    return { kind: 'updated' };
  } catch (error) {
    if (isRefusal(error)) return { kind: 'skipped', reason: `${failureWords(error)}; ${NEEDED}` };
    return { kind: 'failed', reason: failureWords(error) };
  }
}

async function ownComment(github: GitHub, place: Place): Promise<{ id: number; body: string } | undefined> {
  let login: Promise<string | undefined> | undefined;
  const pages = github.paginate.iterator('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...place,
    per_page: PER_PAGE,
  });
  for await (const { id, body, user } of answersIn<CommentAnswer>(pages, MAX_PAGES)) {
    if (typeof body !== 'string' || !body.startsWith(MARK)) continue;
    login ??= ownLogin(github);
    if (user?.type !== 'Bot' && !isOurs(user?.login, await login)) continue;
    if (!isId(id)) throw new UnusableAnswer('a comment without a usable id');
    return { id, body };
  }
  return undefined;
}

function isOurs(login: unknown, own: string | undefined): boolean {
  return own !== undefined && login === own;
}

/** It is part of an address. */
function isId(id: unknown): id is number {
  return Number.isSafeInteger(id) && Number(id) > 0;
}

/** The token of a job belongs to no user: then it is a bot that writes. */
async function ownLogin(github: GitHub): Promise<string | undefined> {
  try {
    return (await github.request('GET /user')).data.login;
  } catch {
    return undefined;
  }
}
