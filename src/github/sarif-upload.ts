/**
 * Hands SARIF over to GitHub code scanning, and asks what became of it. A repository without code scanning and a token
 * without the right are no failure of the scan: they are told.
 * https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 */
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { failureWords, type GitHub, isRefusal } from './rest-client.ts';

export interface SarifTarget {
  /** `owner/name` */
  readonly repository: string;
  /** Of the commit that was scanned. */
  readonly commit: string;
  /** `refs/heads/main`, `refs/pull/7/merge`. */
  readonly ref: string;
}

export type UploadOutcome =
  | { readonly kind: 'done' }
  /** GitHub has it, and what becomes of it is not known. */
  | { readonly kind: 'unsettled'; readonly reason: string }
  /** Not to be had here: code scanning is off, or the token may not. */
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

const MAX_GZIPPED_BYTES = 10_000_000;
/** As long as GitHub's own action: a minute and a half. */
const POLLS_S = [2, 5, 10, 20, 40] as const;
const NEEDED = 'it needs code scanning to be on, and the permission "security-events: write"';

const gzipped = promisify(gzip);

export async function uploadSarif(
  github: GitHub,
  sarif: string,
  { repository, commit, ref }: SarifTarget,
  { signal, haste = 1 }: { readonly signal: AbortSignal; readonly haste?: number },
): Promise<UploadOutcome> {
  const packed = await gzipped(sarif);
  if (packed.length > MAX_GZIPPED_BYTES) {
    return {
      kind: 'failed',
      reason: `the file has ${packed.length} bytes when compressed, and GitHub takes 10 MB`,
    };
  }
  const [owner = '', repo = ''] = repository.split('/');
  let id: string | undefined;
  try {
    const { data } = await github.request('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
      owner,
      repo,
      commit_sha: commit,
      ref,
      sarif: packed.toString('base64'),
      tool_name: 'ttleaks',
    });
    id = data.id;
  } catch (error) {
    signal.throwIfAborted();
    if (isRefusal(error)) return { kind: 'skipped', reason: `${failureWords(error)}; ${NEEDED}` };
    return { kind: 'failed', reason: failureWords(error) };
  }
  if (id === undefined) return { kind: 'unsettled', reason: 'GitHub gave no id for it' };
  try {
    return await processed(github, { owner, repo, sarif_id: id }, { signal, haste });
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unsettled', reason: failureWords(error) };
  }
}

/** Whether GitHub could use the file. */
async function processed(
  github: GitHub,
  upload: { readonly owner: string; readonly repo: string; readonly sarif_id: string },
  { signal, haste }: { readonly signal: AbortSignal; readonly haste: number },
): Promise<UploadOutcome> {
  for (const seconds of POLLS_S) {
    await delay((seconds * 1000) / haste, undefined, { signal });
    const { data } = await github.request(
      'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
      upload,
    );
    if (data.processing_status === 'complete') return { kind: 'done' };
    if (data.processing_status === 'failed') {
      const reasons = (data.errors ?? []).map((reason) => failureWords(reason));
      return { kind: 'failed', reason: reasons.slice(0, 3).join('; ') || 'GitHub could not process it' };
    }
  }
  return { kind: 'unsettled', reason: 'GitHub is still at it' };
}
