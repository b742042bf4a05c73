/** The run of a workflow, as the runner's variables and the payload file tell it. */
import { dirname, resolve } from 'node:path';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import type { RemoteAccess } from '../git/environment.ts';
import { type WorkflowEvent, workflowEvent } from '../github/event.ts';
import { isWithin } from '../settings/find-config.ts';
import { parseJson } from '../settings/parse-json.ts';
import { readSmallFileIfAny } from '../settings/read-small-file.ts';

/** GitHub sends no webhook that is larger than 25 MB. */
const MAX_PAYLOAD_BYTES = 26_214_400;
const REPOSITORY_NAME = /^[\w.-]+\/[\w.-]+$/;

export interface Workflow {
  /** Absolute: where the checkout is. */
  readonly workspace: string;
  /** `owner/name` */
  readonly repository: string | undefined;
  readonly sha: string;
  readonly ref: string;
  readonly eventName: string;
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly temporary: string;
  readonly outputFile: string | undefined;
  readonly summaryFile: string | undefined;
  /** Whether this runs for the default branch, as every schedule does. */
  readonly isDefaultBranch: boolean;
  /** Throws INCOMPLETE where the payload cannot be used. */
  event(): WorkflowEvent;
  remote(token: string | undefined): RemoteAccess | undefined;
}

export function readWorkflow(env: NodeJS.ProcessEnv): Workflow {
  const { GITHUB_WORKSPACE: workspace, RUNNER_TEMP: temporary, GITHUB_EVENT_NAME: eventName } = env;
  if (!workspace || !temporary || !eventName) {
    throw new TtleaksError(
      'USAGE',
      'this runs as a step of GitHub Actions; elsewhere, use the command ttleaks.',
    );
  }
  const {
    GITHUB_SHA: sha = '',
    GITHUB_REF: ref = '',
    GITHUB_ACTOR: actor = '',
    GITHUB_REPOSITORY = '',
  } = env;
  const { GITHUB_SERVER_URL, GITHUB_API_URL, GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } = env;
  const serverUrl = GITHUB_SERVER_URL || 'https://github.com';
  const repository = REPOSITORY_NAME.test(GITHUB_REPOSITORY) ? GITHUB_REPOSITORY : undefined;
  return Object.freeze({
    workspace,
    repository,
    sha,
    ref,
    eventName,
    serverUrl,
    apiUrl: GITHUB_API_URL || 'https://api.github.com',
    temporary,
    isDefaultBranch: eventName === 'schedule' || ref === defaultRefOf(env),
    outputFile: GITHUB_OUTPUT || undefined,
    summaryFile: GITHUB_STEP_SUMMARY || undefined,
    event: () => workflowEvent({ name: eventName, payload: payloadOf(env), sha, ref, actor }),
    remote: (token: string | undefined) =>
      repository === undefined ? undefined : remoteOf(`${serverUrl}/${repository}.git`, token),
  });
}

function remoteOf(url: string, token: string | undefined): RemoteAccess {
  return token === undefined ? { url } : { url, credential: { origin: new URL(url).origin, token } };
}

function defaultRefOf(env: NodeJS.ProcessEnv): string | undefined {
  try {
    const { repository } = payloadOf(env) as { repository?: { default_branch?: unknown } };
    return `refs/heads/${repository?.default_branch}`;
  } catch {
    // Whoever needs the payload is told what is wrong with it.
    return undefined;
  }
}

function payloadOf({ GITHUB_EVENT_PATH: file }: NodeJS.ProcessEnv): unknown {
  try {
    const text = file ? readSmallFileIfAny(file, MAX_PAYLOAD_BYTES) : undefined;
    if (file && text !== undefined) return parseJson(text, file);
  } catch (error) {
    const reason = error instanceof TtleaksError ? error.message : reasonOf(error);
    throw new TtleaksError('INCOMPLETE', `what happened is not known: ${reason}`, { cause: error });
  }
  throw new TtleaksError('INCOMPLETE', 'what happened is not known: GITHUB_EVENT_PATH names no file.');
}

/**
 * In a container the checkout belongs to another user than the one that runs this, and git refuses to read it. The
 * runner made it for this job, so it is trusted: for this process, by the environment, not by the user's configuration.
 * `path` may name another checkout within the workspace.
 */
export function trustWorkspace(env: NodeJS.ProcessEnv, workspace: string, path: string): void {
  const { GIT_CONFIG_COUNT: given = '0' } = env;
  let count = Number.parseInt(given, 10) || 0;
  for (
    let directory = resolve(workspace, path);
    isWithin(workspace, directory);
    directory = dirname(directory)
  ) {
    env[`GIT_CONFIG_KEY_${count}`] = 'safe.directory';
    env[`GIT_CONFIG_VALUE_${count}`] = directory;
    count++;
    if (directory === dirname(directory)) break;
  }
  Object.assign(env, { GIT_CONFIG_COUNT: String(count) });
}
