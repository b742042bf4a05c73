/**
 * The part of GitHub's REST API that the action uses, on loopback: uploads of SARIF and what becomes of them, comments
 * in pages. It refuses what GitHub refuses. `failNext` puts other answers in the way of the next requests.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export interface Upload {
  readonly commit: string;
  readonly ref: string;
  readonly sarif: {
    readonly runs: readonly {
      readonly automationDetails: { readonly id: string };
      readonly invocations: readonly { readonly executionSuccessful: boolean }[];
      readonly results: readonly {
        readonly level: string;
        readonly locations: readonly unknown[];
        readonly partialFingerprints: Readonly<Record<string, string>>;
      }[];
    }[];
  };
}

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: string };
}

export interface Failure {
  readonly matching: RegExp;
  readonly status: number;
  readonly message: string;
  /** Sent as it stands, in place of the message. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  times: number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TOKEN = 'ghs_of_this_job';
const BOT = { login: 'github-actions[bot]', type: 'Bot' };
const REPOSITORY = '/repos/acme/shop';
const REF = /^refs\/(?:heads|tags)\/.+$|^refs\/pull\/\d+\/(?:merge|head)$/;

export class GitHubServer {
  readonly token = TOKEN;
  readonly uploads: Upload[] = [];
  readonly comments: Comment[] = [];
  /** `POST /repos/acme/shop/code-scanning/sarifs` */
  readonly requests: string[] = [];
  readonly versions = new Set<string>();
  /** What the next questions about an upload are answered; the last one for ever. */
  readonly states: { processing_status: string; errors?: string[] }[] = [{ processing_status: 'complete' }];
  readonly #failures: Failure[] = [];
  #origin = '';

  static async start(): Promise<GitHubServer> {
    const github = new GitHubServer();
    const server = createServer((request, response) => void github.#receive(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    github.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return github;
  }

  get apiUrl(): string {
    return this.#origin;
  }

  failNext(matching: RegExp, failure: Partial<Failure> & Pick<Failure, 'status'>): void {
    this.#failures.push({ message: 'no', times: 1, matching, ...failure });
  }

  addComment(body: string, user: Comment['user'] = BOT): Comment {
    const comment = { id: this.comments.length + 1, body, user };
    this.comments.push(comment);
    return comment;
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const line = `${request.method} ${request.url}`;
    this.requests.push(line);
    this.versions.add(String(request.headers['x-github-api-version']));
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const { status, body, text, headers } = this.#answer(
      line,
      request,
      Buffer.concat(pieces).toString('utf8'),
    );
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
    response.end(text ?? JSON.stringify(body));
  }

  #answer(line: string, { headers }: IncomingMessage, body: string): Answer {
    const failure = this.#failures.find(({ matching, times }) => times > 0 && matching.test(line));
    if (failure !== undefined) {
      failure.times--;
      const { status, message, text, headers: more = {} } = failure;
      return { status, body: { message }, headers: more, ...(text === undefined ? {} : { text }) };
    }
    if (headers.authorization !== `token ${this.token}`) return refused(401, 'Bad credentials');
    if (line === `POST ${REPOSITORY}/code-scanning/sarifs`) return this.#upload(JSON.parse(body));
    if (line.startsWith(`GET ${REPOSITORY}/code-scanning/sarifs/`)) return this.#state();
    if (line.startsWith(`GET ${REPOSITORY}/issues/7/comments`)) return this.#page(line);
    if (line === `POST ${REPOSITORY}/issues/7/comments`) {
      return { status: 201, body: this.addComment((JSON.parse(body) as Comment).body) };
    }
    const id = Number(/^PATCH \/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(line)?.[1]);
    const comment = this.comments.find((one) => one.id === id);
    if (comment !== undefined) {
      comment.body = (JSON.parse(body) as Comment).body;
      return { status: 200, body: comment };
    }
    if (line === 'GET /user') return refused(403, 'Resource not accessible by integration');
    return refused(404, 'Not Found');
  }

  #upload({ commit_sha: commit, ref, sarif }: Record<string, string>): Answer {
    if (!/^[0-9a-f]{40}$/.test(commit ?? '') || !REF.test(ref ?? '')) return refused(422, 'Invalid request');
    const text = gunzipSync(Buffer.from(sarif ?? '', 'base64')).toString('utf8');
    this.uploads.push({ commit: commit ?? '', ref: ref ?? '', sarif: JSON.parse(text) as Upload['sarif'] });
    const id = `upload-${this.uploads.length}`;
    return { status: 202, body: { id, url: `${this.#origin}${REPOSITORY}/code-scanning/sarifs/${id}` } };
  }

  #state(): Answer {
    const state = this.states.length > 1 ? this.states.shift() : this.states[0];
    return { status: 200, body: state };
  }

  #page(line: string): Answer {
    const { searchParams } = new URL(line.slice('GET '.length), this.#origin);
    const size = Math.min(100, Number(searchParams.get('per_page') ?? 30));
    const page = Number(searchParams.get('page') ?? 1);
    const next = `<${this.#origin}${REPOSITORY}/issues/7/comments?per_page=${size}&page=${page + 1}>; rel="next"`;
    const headers: Record<string, string> = page * size < this.comments.length ? { link: next } : {};
    return { status: 200, body: this.comments.slice((page - 1) * size, page * size), headers };
  }
}

function refused(status: number, message: string): Answer {
  return { status, body: { message } };
}
