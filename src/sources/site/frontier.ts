/**
 * What of a site is still to be fetched: each address once, within the origins and the depth that were asked for. It
 * comes in waves, sorted, so that the same site gives the same order, whichever answer is faster; guesses come last,
 * since a bound should rather cut them.
 */
import { absoluteUrl, type Reference } from './reference.ts';

export interface Scope {
  /** As `URL` writes them. */
  readonly origins: ReadonlySet<string>;
  /** How many links away from the first page. */
  readonly depth: number;
  readonly maxResources: number;
  readonly isExcluded: (url: URL) => boolean;
}

/** What a reference was found in. */
export interface Referrer {
  readonly depth: number;
  /** What scripts resolve their paths against. */
  readonly pageBase: string;
  readonly redirects: number;
  /** It is what the scan was asked for, or where that leads. */
  readonly isTarget: boolean;
}

export type Planned = Reference & Referrer;

const MAX_KNOWN = 200_000;
const MAX_FOREIGN_ORIGINS = 1000;
const MAX_REDIRECTS = 20;

export class Frontier {
  readonly #scope: Scope;
  readonly #known = new Map<string, Planned | 'settled'>();
  readonly #foreign = new Map<string, number>();
  /** Where each redirect of this site leads. */
  readonly #redirects = new Map<string, string>();
  #pending: Planned[] = [];
  #fetched = 0;
  /** Paths that the user leaves out. */
  excluded = 0;
  /** Resources that a bound has cut. */
  cut = 0;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** Of each other origin, how many resources it was to give. */
  get foreign(): ReadonlyMap<string, number> {
    return this.#foreign;
  }

  /** How many resources are known, fetched or not. */
  get known(): number {
    return this.#fetched + this.#pending.length;
  }

  add(reference: Reference, referrer: Referrer): void {
    const depth = reference.isLink ? referrer.depth + 1 : referrer.depth;
    if (depth > this.#scope.depth) return;
    const url = new URL(reference.url);
    const known = this.#known.get(reference.url);
    if (!this.#scope.origins.has(url.origin)) this.#markForeign(url.origin, reference);
    else if (known !== undefined) this.#strengthen(known, reference);
    else if (this.#known.size >= MAX_KNOWN) this.cut++;
    else if (this.#scope.isExcluded(url)) this.#exclude(reference.url);
    else this.#plan({ ...reference, ...referrer, depth });
  }

  /** `nowhere`: to no address, or once too often. */
  follow(from: Planned, location: string): 'followed' | 'foreign' | 'nowhere' {
    const url = absoluteUrl(location, from.url);
    if (url === undefined || from.redirects >= MAX_REDIRECTS) return 'nowhere';
    const { kind, ifAbsent, depth, pageBase, redirects, isTarget } = from;
    const reference = { url, kind, ifAbsent };
    this.#redirects.set(from.url, url);
    this.add(reference, { depth, pageBase, redirects: redirects + 1, isTarget });
    return this.#scope.origins.has(new URL(url).origin) ? 'followed' : 'foreign';
  }

  /** Redirects that lead to each other and to nothing else. */
  *circles(): Generator<string, void> {
    for (const start of this.#redirects.keys()) {
      const seen = new Set<string>();
      let url: string | undefined = start;
      while (url !== undefined && !seen.has(url)) {
        seen.add(url);
        url = this.#redirects.get(url);
      }
      if (url !== undefined) yield start;
    }
  }

  /** Empty where nothing is left, or no more may be fetched. */
  wave(): Planned[] {
    const room = this.#scope.maxResources - this.#fetched;
    const sorted = this.#pending.sort(inOrder);
    this.#pending = [];
    const wave = sorted.slice(0, room);
    this.cut += sorted.length - wave.length;
    this.#fetched += wave.length;
    for (const { url } of wave) this.#known.set(url, 'settled');
    return wave;
  }

  #plan(planned: Planned): void {
    this.#known.set(planned.url, planned);
    this.#pending.push(planned);
  }

  #exclude(url: string): void {
    this.excluded++;
    this.#known.set(url, 'settled');
  }

  /** What was a guess may turn out to be named. */
  #strengthen(known: Planned | 'settled', { ifAbsent, kind }: Reference): void {
    if (known === 'settled' || RANK[ifAbsent] >= RANK[known.ifAbsent]) return;
    Object.assign(known, { ifAbsent, kind });
  }

  /** Other sites that a page links to are none of this one. */
  #markForeign(origin: string, { isLink, ifAbsent }: Reference): void {
    if (isLink || ifAbsent === 'nothing') return;
    if (!this.#foreign.has(origin) && this.#foreign.size >= MAX_FOREIGN_ORIGINS) return;
    this.#foreign.set(origin, (this.#foreign.get(origin) ?? 0) + 1);
  }
}

const RANK = { unread: 0, told: 1, nothing: 2 } as const;

function inOrder(a: Planned, b: Planned): number {
  return RANK[a.ifAbsent] - RANK[b.ifAbsent] || a.depth - b.depth || (a.url < b.url ? -1 : 1);
}
