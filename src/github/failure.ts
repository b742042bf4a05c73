/** What went wrong with a request to GitHub, as one line without what was sent. */
import { RequestError } from '@octokit/request-error';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/secret.ts';

const ADVICE: Readonly<Record<number, string>> = {
  401: 'GitHub does not take the token: check GITHUB_TOKEN or GH_TOKEN',
  403: 'the token may not see it, or its limit is used up: use a token with read access to contents and metadata',
  404: 'there is no such thing, or the token may not see it: check the name, and set GITHUB_TOKEN',
  429: 'the limit of GitHub is used up: run again later, with --resume',
};

/** `what`: `github:acme`. */
export function gitHubFailure(what: string, error: unknown): TtleaksError {
  const status = error instanceof RequestError && error.response !== undefined ? error.status : undefined;
  const reason =
    status === undefined
      ? `GitHub gave no answer (${maskKeysIn(reasonOf(error))}): check the network, or --github-url`
      : (ADVICE[status] ?? `GitHub answered ${status}: run again later`);
  return new TtleaksError('INCOMPLETE', `${what}: ${reason}.`, { cause: error });
}
