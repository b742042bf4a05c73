/**
 * Scans a deployed site: the page, what it loads, what that loads, and the pages that it links to, as deep as asked.
 * In waves: all that is known is fetched, a few at a time, then all that it names.
 */
import { Budget } from '../containers/budget.ts';
import type { Site } from '../core/finding.ts';
import { inLanes } from '../core/lanes.ts';
import type { Detector } from '../detect/detector.ts';
import type { Match, PublishedMatch } from '../detect/match.ts';
import { isPublicHost } from '../http/address.ts';
import { AddressGuard } from '../http/address-guard.ts';
import { Deadline } from '../http/deadline.ts';
import { HttpClient, PACE } from '../http/http-client.ts';
import { PathFilter } from '../settings/path-filter.ts';
import { ChunkNames } from '../sources/site/chunk-names.ts';
import { Frontier, type Planned, type Scope } from '../sources/site/frontier.ts';
import { CLOCK, RequestRate } from '../sources/site/request-rate.ts';
import { VERSION } from '../version.ts';
import type { Collector } from './collector.ts';
import { allOf, ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import { keysInPath } from './names.ts';
import type { ScanOptions, SiteTarget } from './options.ts';
import { type Visit, type Visited, type VisitTools, visit } from './site-visit.ts';

const SERVED = { kind: 'site' } as const;
/** As many as browsers open to one origin. */
const MAX_CONNECTIONS = 6;

type SiteOptions = Pick<ScanOptions, 'excludes' | 'maxBytes' | 'signal'>;

export async function scanSite(
  target: SiteTarget,
  detector: Detector,
  collector: Collector,
  options: SiteOptions,
): Promise<void> {
  const scan = new SiteScan(target, detector, collector, options);
  try {
    await scan.run();
  } finally {
    scan.close();
  }
}

class SiteScan {
  readonly #target: SiteTarget;
  readonly #detector: Detector;
  readonly #collector: Collector;
  readonly #frontier: Frontier;
  readonly #tools: VisitTools;
  readonly #judge: Judge;
  readonly #interrupt: AbortSignal | undefined;
  /** Fires at the bounds on time and bytes too. */
  readonly #deadline: Deadline;

  constructor(target: SiteTarget, detector: Detector, collector: Collector, options: SiteOptions) {
    this.#target = target;
    this.#detector = detector;
    this.#collector = collector;
    const scope = scopeOf(target, options);
    this.#frontier = new Frontier(scope);
    this.#judge = new Judge(detector.rules);
    this.#interrupt = options.signal;
    this.#deadline = new Deadline(options.signal);
    this.#tools = {
      client: clientFor(target),
      rate: new RequestRate(target.requestsPerSecond, CLOCK),
      contents: new ContentSearch(detector, this.#deadline.signal),
      chunks: new ChunkNames(),
      budget: new Budget(),
      maxBytes: options.maxBytes,
      isInScope: (url) => scope.origins.has(new URL(url).origin) && !scope.isExcluded(new URL(url)),
      onBytes: (bytes) => this.#count(bytes),
      signal: this.#deadline.signal,
    };
  }

  async run(): Promise<void> {
    const { url, maxTimeMs } = this.#target;
    this.#deadline.set(maxTimeMs, new Error(`the scan had ${maxTimeMs / 1000} s (--max-time)`));
    const target = { depth: 0, pageBase: url, redirects: 0, isTarget: true };
    this.#frontier.add({ url, kind: 'page', ifAbsent: 'unread' }, target);
    for (let wave = this.#frontier.wave(); wave.length > 0; wave = this.#frontier.wave()) {
      const visits = await inLanes(wave, MAX_CONNECTIONS, (planned) => this.#visit(planned));
      for (const [index, planned] of wave.entries()) await this.#take(planned, visits[index]);
      if (this.#deadline.signal.aborted) break;
      for (const { reference, pageBase } of this.#tools.chunks.references()) {
        this.#frontier.add(reference, { ...target, pageBase, isTarget: false });
      }
    }
    this.#conclude();
  }

  close(): void {
    this.#deadline.stop();
    this.#tools.client.close();
  }

  /** Undefined where a bound, or the user, has ended the scan before its turn. */
  async #visit(planned: Planned): Promise<Visited | undefined> {
    if (this.#deadline.signal.aborted) return undefined;
    const visited = await visit(planned, this.#tools);
    this.#collector.files += visited.visit.kind === 'read' ? 1 : 0;
    this.#collector.known = this.#frontier.known;
    this.#collector.progress();
    return visited;
  }

  async #take(planned: Planned, visited: Visited | undefined): Promise<void> {
    if (visited === undefined) {
      this.#frontier.cut++;
      return;
    }
    for (const match of allOf(this.#detector.detect(Buffer.from(visited.headers)))) {
      await this.#add(match, `${planned.url} (headers)`, 'message');
    }
    await this.#takeVisit(planned, visited.visit);
  }

  async #takeVisit(planned: Planned, visited: Visit): Promise<void> {
    switch (visited.kind) {
      case 'read':
        await this.#takeContent(planned, visited);
        return;
      case 'redirect':
        this.#takeRedirect(planned, visited.location);
        return;
      case 'absent':
        if (planned.ifAbsent === 'told') this.#collector.skip(planned.url, visited.reason, 'pointer');
        return;
      case 'failed':
        this.#unread(planned.url, visited.reason);
        return;
      default:
        visited satisfies never;
    }
  }

  async #takeContent({ url, depth }: Planned, visited: Extract<Visit, { kind: 'read' }>): Promise<void> {
    const collector = this.#collector;
    const { detection, named, problem, isByRequest } = visited;
    for (const { path, match } of keysInPath(this.#detector, url)) await this.#add(match, path, 'name');
    for (const match of allOf(detection)) await this.#add(match, url, 'content');
    collector.warnUnreasoned(url, detection.unreasonedLines);
    collector.unreadWithin(url, detection);
    if (problem !== undefined && isByRequest) collector.skip(url, problem, 'by-request');
    else if (problem !== undefined) this.#unread(url, problem);
    if (named === undefined) return;
    const referrer = { depth, pageBase: named.pageBase, redirects: 0, isTarget: false };
    for (const reference of named.references) this.#frontier.add(reference, referrer);
  }

  async #add(match: Match | PublishedMatch, path: string, site: Site): Promise<void> {
    const judged = await this.#judge.judge(match, path, { reason: SERVED });
    if (judged === undefined) return;
    this.#collector.add(judged, { path, site, exposure: 'client', exposureReason: SERVED });
  }

  /** Other origins are listed at the end; of a target that leads to one, nothing is left. */
  #takeRedirect(planned: Planned, location: string): void {
    const outcome = this.#frontier.follow(planned, location);
    if (outcome === 'nowhere') this.#unread(planned.url, 'redirects too often, or to no address of the web');
    if (outcome !== 'foreign' || !planned.isTarget) return;
    const { href, origin } = new URL(location, planned.url);
    const next = `scan that address, or add --origin ${origin}`;
    this.#unread(planned.url, `redirects to ${href}, another origin, which is not followed unasked: ${next}`);
  }

  #unread(url: string, reason: string): void {
    this.#collector.skip(url, reason, 'unread');
  }

  #count(bytes: number): void {
    this.#collector.bytes += bytes;
    const { maxTotalBytes } = this.#target;
    if (this.#collector.bytes <= maxTotalBytes) return;
    this.#deadline.end(new Error(`the scan had ${maxTotalBytes} bytes (--max-total-size)`));
  }

  #conclude(): void {
    const collector = this.#collector;
    if (this.#interrupt?.aborted) {
      collector.isInterrupted = true;
      return;
    }
    collector.excluded = this.#frontier.excluded;
    const { signal } = this.#deadline;
    const cut = this.#frontier.cut + this.#frontier.wave().length;
    const bound = signal.aborted
      ? (signal.reason as Error).message
      : `the scan had ${this.#target.maxResources} resources (--max-resources)`;
    if (cut > 0) collector.skip('(not fetched)', `${cut} resources more: ${bound}`, 'unread');
    for (const url of this.#frontier.circles()) this.#unread(url, 'redirects in a circle');
    for (const [origin, count] of this.#frontier.foreign) {
      const resources = `${count} ${count === 1 ? 'resource' : 'resources'} of another origin`;
      collector.skip(origin, `${resources}${takenBy(origin)}`, 'pointer');
    }
  }
}

/** No advice to fetch what is nobody's business. */
function takenBy(origin: string): string {
  if (!isPublicHost(new URL(origin).hostname)) return ', at an address that is not public';
  return `, not fetched: --origin ${origin} takes them along`;
}

function scopeOf({ url, origins, depth, maxResources }: SiteTarget, { excludes }: SiteOptions): Scope {
  const filter = new PathFilter(excludes);
  return {
    origins: new Set([url, ...origins].map((address) => new URL(address).origin)),
    depth,
    maxResources,
    isExcluded: ({ pathname }) => filter.isExcluded(pathname.replace(/^\/+|\/+$/g, ''), false),
  };
}

function clientFor({ url, origins, allowPrivate, proxies, client }: SiteTarget): HttpClient {
  const namedHosts = [url, ...origins].map((address) => new URL(address).hostname);
  return new HttpClient({
    userAgent: `ttleaks/${VERSION}`,
    proxies,
    guard: new AddressGuard({ namedHosts, allowPrivate }),
    lookup: undefined,
    maxConnections: MAX_CONNECTIONS,
    pace: PACE,
    ...client,
  });
}
