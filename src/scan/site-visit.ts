/**
 * One resource of a site: fetched, searched window by window as it comes, and looked through for what it names. What
 * came before a failure counts.
 */
import type { Budget } from '../containers/budget.ts';
import { AddressRefused } from '../http/address-guard.ts';
import { failureOf } from '../http/failure.ts';
import type { Answer, HttpClient } from '../http/http-client.ts';
import type { ChunkNames } from '../sources/site/chunk-names.ts';
import { decodedBody } from '../sources/site/decoded-body.ts';
import { fetchResource } from '../sources/site/fetch-resource.ts';
import type { Planned } from '../sources/site/frontier.ts';
import type { ResourceKind } from '../sources/site/reference.ts';
import type { RequestRate } from '../sources/site/request-rate.ts';
import { resourceKind } from '../sources/site/resource-kind.ts';
import { type Named, resourceReferences } from '../sources/site/resource-references.ts';
import { resourceText } from '../sources/site/resource-text.ts';
import type { ContentDetection, ContentSearch } from './content.ts';
import { pathOf, siteMap } from './site-map.ts';

/** Of what is looked through for addresses. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;
/** Of one resource, where `--max-size` sets no other bound. */
const MAX_RESOURCE_BYTES = 256 * 1024 * 1024;
const ANSWERED_BY_PAGE = 'it answers with a page';
const MEBIBYTE = 1024 * 1024;

export type Visit =
  | {
      readonly kind: 'read';
      readonly detection: ContentDetection;
      readonly named: Named | undefined;
      /** Why it is not all that there should be. */
      readonly problem: string | undefined;
      readonly isByRequest: boolean;
    }
  | { readonly kind: 'redirect'; readonly location: string }
  /** There is no such resource, as is often the case. */
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Visited {
  readonly visit: Visit;
  /** The headers of the answer, a line each; none where there was no answer. */
  readonly headers: string;
}

export interface VisitTools {
  readonly client: HttpClient;
  readonly rate: RequestRate;
  readonly contents: ContentSearch;
  readonly chunks: ChunkNames;
  readonly budget: Budget;
  readonly maxBytes: number | undefined;
  /** Whether the address may be fetched. */
  readonly isInScope: (url: string) => boolean;
  /** Told of each window that was read. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
}

export async function visit(planned: Planned, tools: VisitTools): Promise<Visited> {
  let answer: Answer;
  try {
    answer = await fetchResource(tools.client, planned.url, tools.rate, tools.signal);
  } catch (error) {
    return { visit: { kind: 'failed', reason: failureOf(error) + allowedBy(error) }, headers: '' };
  }
  const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\n`);
  return { visit: await read(planned, answer, tools), headers: lines.join('') };
}

async function read(planned: Planned, answer: Answer, tools: VisitTools): Promise<Visit> {
  const { status, headers } = answer;
  const kind = resourceKind(headers['content-type'], planned.url, planned.kind);
  const early = withoutBody(planned, kind, answer, tools.maxBytes);
  if (early !== undefined) {
    answer.discard();
    return early;
  }
  const body = new ResourceBody(answer, tools, kind);
  const text = () => resourceText(body.text(), headers['content-type']);
  const files = siteMap(planned.url, headers, text, tools);
  const detection = await tools.contents.detect(body.windows(), pathOf(planned.url), files);
  const isRight = status >= 200 && status < 300;
  const isOther = kind === 'page' && !['page', 'other'].includes(planned.kind);
  const named = isRight && !isOther ? await namedBy(planned, kind, answer, text(), tools) : undefined;
  const other = isOther ? ANSWERED_BY_PAGE : undefined;
  const cut =
    named?.isCut || (isRight && body.isTextCut) ? 'not all that it names could be taken' : undefined;
  return {
    kind: 'read',
    detection,
    named,
    problem: isRight ? (body.problem ?? other ?? cut) : statusWords(status),
    isByRequest: isRight && body.isByRequest,
  };
}

function allowedBy(error: unknown): string {
  const canBe = error instanceof AddressRefused && (error.kind === 'private' || error.kind === 'loopback');
  return canBe ? '; --allow-private allows it' : '';
}

/** What is settled by the headers alone. */
function withoutBody(
  { ifAbsent, kind: expected }: Planned,
  kind: ResourceKind,
  { status, headers }: Answer,
  maxBytes: number | undefined,
): Visit | undefined {
  if (status >= 300 && status < 400 && headers.location !== undefined) {
    return { kind: 'redirect', location: headers.location };
  }
  if (ifAbsent !== 'unread' && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { kind: 'absent', reason: `the site has none (HTTP ${status})` };
  }
  // Sites of one page answer with it whatever they are asked for.
  if (ifAbsent !== 'unread' && kind === 'page' && expected !== 'page') {
    return { kind: 'absent', reason: `the site has none (${ANSWERED_BY_PAGE})` };
  }
  const length = Number(headers['content-length'] ?? 0);
  if (maxBytes !== undefined && length > maxBytes && headers['content-encoding'] === undefined) {
    return {
      kind: 'read',
      detection: NOTHING,
      named: undefined,
      problem: tooLarge(length),
      isByRequest: true,
    };
  }
  return undefined;
}

const NOTHING: ContentDetection = {
  matches: [],
  published: [],
  isLfsPointer: false,
  bytes: 0,
  unreasonedLines: [],
  unread: [],
  unreasonedWithin: [],
  mapWarnings: [],
};

async function namedBy(
  planned: Planned,
  kind: ResourceKind,
  { headers }: Answer,
  text: string,
  { chunks, signal }: VisitTools,
): Promise<Named | undefined> {
  try {
    return await resourceReferences({ planned, kind, headers, text }, chunks, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** Its bytes on their way into the search; the beginning stays at hand where it may name others. */
class ResourceBody {
  readonly #answer: Answer;
  readonly #tools: VisitTools;
  readonly #isText: boolean;
  readonly #held: Buffer[] = [];
  #bytes = 0;
  problem: string | undefined;
  isByRequest = false;
  isTextCut = false;

  constructor(answer: Answer, tools: VisitTools, kind: ResourceKind) {
    this.#answer = answer;
    this.#tools = tools;
    this.#isText = kind === 'page' || kind === 'script' || kind === 'style' || kind === 'json';
  }

  /** Ends where the body fails; `problem` then says why. */
  async *windows(): AsyncGenerator<Buffer, void> {
    const { body, headers } = this.#answer;
    const { budget, maxBytes = MAX_RESOURCE_BYTES } = this.#tools;
    try {
      for await (const window of decodedBody(body, headers['content-encoding'], budget.forFile())) {
        this.#bytes += window.length;
        this.#tools.onBytes(window.length);
        this.#hold(window);
        yield window;
        if (this.#bytes <= maxBytes) continue;
        this.isByRequest = this.#tools.maxBytes !== undefined;
        this.problem = this.isByRequest
          ? tooLarge(this.#bytes)
          : `larger than ${maxBytes / MEBIBYTE} MiB: not read further`;
        return;
      }
    } catch (error) {
      this.problem = failureOf(error);
    } finally {
      this.#answer.discard();
    }
  }

  text(): Buffer {
    return Buffer.concat(this.#held);
  }

  #hold(window: Buffer): void {
    if (!this.#isText) return;
    if (this.#bytes <= MAX_TEXT_BYTES) this.#held.push(window);
    else this.isTextCut = true;
  }
}

function tooLarge(bytes: number): string {
  return `larger than --max-size: ${bytes} bytes or more`;
}

function statusWords(status: number): string {
  if (status === 401 || status === 403)
    return `HTTP ${status}: the site asks for a login, and ttleaks sends none`;
  if (status === 404 || status === 410) return `HTTP ${status}: the site has no such page or file`;
  return `HTTP ${status}`;
}
