/** One resource of a site: asked for at the site's pace, and again where it says so (429, 503). */
import type { Answer, HttpClient } from '../../http/http-client.ts';
import type { RequestRate } from './request-rate.ts';

const MAX_TRIES = 3;
const DEFAULT_PAUSE_MS = 2000;
/** Longer is not waited for. */
const MAX_PAUSE_MS = 60_000;
const HEADERS = { accept: '*/*', 'accept-encoding': 'gzip, br, deflate' };

/** The last answer, if the site never stops to put it off. Throws what `failureOf` puts into words. */
export async function fetchResource(
  client: HttpClient,
  url: string,
  rate: RequestRate,
  signal: AbortSignal,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    await rate.turn(signal);
    const answer = await client.request({ url: new URL(url), headers: HEADERS, signal });
    const pauseMs = answer.status === 429 || answer.status === 503 ? pauseOf(answer) : undefined;
    if (pauseMs === undefined || pauseMs > MAX_PAUSE_MS || tries === MAX_TRIES) return answer;
    answer.discard();
    rate.pause(pauseMs);
  }
}

/** `Retry-After`: seconds, or a date. */
function pauseOf({ headers }: Answer): number {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? DEFAULT_PAUSE_MS : Math.max(0, date - Date.now());
}
