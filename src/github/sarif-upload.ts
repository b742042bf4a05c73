/**
 * Hands SARIF over to GitHub code scanning, and asks what became of it. A repository without code scanning and a token
 * without the right are no failure of the scan: they are told.
 * https://docs.github.com/rest/code-scanning/code-scanning#upload-an-analysis-as-sarif-data
 */
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { GitHub } from './client.ts';
import { failureWords, isRefusal, quoted } from './failure.ts';

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

interface Pace {
  readonly signal: AbortSignal;
  /** Divides the pauses between questions; 1 where the server is real. */
  readonly haste?: number;
}

export async function uploadSarif(
  github: GitHub,
  sarif: string,
  { repository, commit, ref }: SarifTarget,
  pace: Pace,
): Promise<UploadOutcome> {
  const packed = await gzipped(sarif);
  if (packed.length > MAX_GZIPPED_BYTES) {
    const reason = `the file has ${packed.length} bytes when compressed, and GitHub takes 10 MB`;
    return { kind: 'failed', reason };
  }
  const [owner = '', repo = ''] = repository.split('/');
  try {
    const { data } = await github.request('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
      owner,
      repo,
      commit_sha: commit,
      ref,
      sarif: packed.toString('base64'),
      tool_name: 'ttleaks',
    });
    if (typeof data.id !== 'string') return { kind: 'unsettled', reason: 'GitHub gave no usable id for it' };
    return await outcomeOf(github, { owner, repo, sarif_id: data.id }, pace);
  } catch (error) {
    pace.signal.throwIfAborted();
    if (isRefusal(error)) return { kind: 'skipped', reason: `${failureWords(error)}; ${NEEDED}` };
    return { kind: 'failed', reason: failureWords(error) };
  }
}

interface Uploaded {
  readonly owner: string;
  readonly repo: string;
  readonly sarif_id: string;
}

/** What cannot be asked about has arrived all the same. */
async function outcomeOf(github: GitHub, upload: Uploaded, pace: Pace): Promise<UploadOutcome> {
  try {
    return await processed(github, upload, pace);
  } catch (error) {
    pace.signal.throwIfAborted();
    return { kind: 'unsettled', reason: failureWords(error) };
  }
}

/** Whether GitHub could use the file. */
async function processed(
  github: GitHub,
  upload: Uploaded,
  { signal, haste = 1 }: Pace,
): Promise<UploadOutcome> {
  for (const seconds of POLLS_S) {
    await delay((seconds * 1000) / haste, undefined, { signal });
    const { data } = await github.request('GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}', {
      ...upload,
    });
    if (data.processing_status === 'complete') return { kind: 'done' };
    if (data.processing_status === 'failed') {
      const errors: unknown[] = Array.isArray(data.errors) ? data.errors : [];
      const reasons = errors.filter((reason) => typeof reason === 'string').map(quoted);
      return { kind: 'failed', reason: reasons.slice(0, 3).join('; ') || 'GitHub could not process it' };
    }
  }
  return { kind: 'unsettled', reason: 'GitHub is still at it' };
}
