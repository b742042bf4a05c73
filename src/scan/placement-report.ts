/** What a report says of a key that has its place in history, and of what is unread there. */
import { containerPath } from '../containers/names.ts';
import type { CommitFacts, Suppression } from '../core/finding.ts';
import type { Match, PublishedMatch } from '../detect/match.ts';
import type { Placement } from '../git/attribution.ts';
import { commitFacts } from '../git/commit-facts.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Collector } from './collector.ts';
import { allOf } from './content.ts';
import type { Judge } from './evidence/judge.ts';
import { Neighbours } from './evidence/neighbours.ts';
import type { HeldBlobs } from './held-blobs.ts';
import type { LeftOut } from './left-out.ts';
import { tokenOf } from './token.ts';

/** Commits whose package.json and the like are kept in mind. */
const MAX_COMMITS_AROUND = 64;

export interface PlacementReportInput {
  readonly blobs: HeldBlobs;
  readonly reader: ObjectReader;
  readonly leftOut: LeftOut;
  readonly judge: Judge;
  readonly collector: Collector;
}

export class PlacementReport {
  readonly #blobs: HeldBlobs;
  readonly #reader: ObjectReader;
  readonly #leftOut: LeftOut;
  readonly #judge: Judge;
  readonly #collector: Collector;
  readonly #facts = new Map<string, CommitFacts>();
  /** By commit, the oldest first. */
  readonly #neighbours = new Map<string, Neighbours>();

  constructor({ blobs, reader, leftOut, judge, collector }: PlacementReportInput) {
    this.#blobs = blobs;
    this.#reader = reader;
    this.#leftOut = leftOut;
    this.#judge = judge;
    this.#collector = collector;
  }

  async reportUnread({ path, object }: Placement): Promise<void> {
    if (this.#leftOut.suppression(path) !== undefined) this.#collector.excluded++;
    else this.#collector.unreadWithin(path, await this.#blobs.detect(object));
  }

  /** By object: where it once stood is not known. */
  async reportUnplaced(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const [first, ...more] = (await this.#blobs.detect(id)).unread;
      const others = more.length > 0 ? ', and more of its members' : '';
      this.#collector.skip(containerPath(id, first?.members ?? []), `${first?.reason}${others}`, 'unread');
    }
    if (ids.length === 0) return;
    this.#collector.warn(
      'git log --all --find-object=ID shows where an object that could not be read stands',
    );
  }

  async report(placement: Placement, match: Match | PublishedMatch | undefined): Promise<void> {
    if (match === undefined) return;
    const collector = this.#collector;
    const { path, site, object, introducedBy, removedBy, refs, inHead, isReachable } = placement;
    const neighbours = this.#neighboursIn(introducedBy);
    const judged = await this.#judge.judge(match, path, { neighbours });
    if (judged === undefined) return;
    const introduced = introducedBy === undefined ? undefined : await this.#factsOf(introducedBy);
    const removed = removedBy === undefined ? undefined : await this.#factsOf(removedBy);
    const suppressed = this.#leftOut.suppression(path) ?? (await this.#allowedAtTip(placement));
    if (site === 'content') {
      collector.warnUnreasoned(path, (await this.#blobs.detect(object)).unreasonedLines);
    }
    collector.add(judged, {
      path,
      site,
      exposure: 'committed',
      object,
      refs,
      inHead,
      reachable: isReachable,
      ...(introduced ? { introduced } : {}),
      ...(removed ? { removed: { commit: removed.commit, date: removed.date } } : {}),
      ...(suppressed ? { suppressed } : {}),
    });
  }

  /** A comment that allows the key came later than the key: what the tips say now counts. */
  async #allowedAtTip({ heldBlobs, token, site }: Placement): Promise<Suppression | undefined> {
    if (site !== 'content' || heldBlobs.length === 0) return undefined;
    let allowed: Suppression | undefined;
    for (const blob of heldBlobs) {
      const matches = allOf(await this.#blobs.detect(blob)).filter((match) => tokenOf(match) === token);
      for (const match of matches) {
        if (match.allowed === undefined) return undefined;
        allowed = match.allowed;
      }
    }
    return allowed;
  }

  /** Files of the commit that brought the key in. */
  #neighboursIn(commitId: string | undefined): Neighbours | undefined {
    if (commitId === undefined) return undefined;
    const known = this.#neighbours.get(commitId);
    if (known !== undefined) return known;
    const neighbours = new Neighbours((path, maxBytes) => this.#reader.readPath(commitId, path, maxBytes));
    this.#neighbours.set(commitId, neighbours);
    if (this.#neighbours.size > MAX_COMMITS_AROUND)
      this.#neighbours.delete(this.#neighbours.keys().next().value!);
    return neighbours;
  }

  async #factsOf(commitId: string): Promise<CommitFacts> {
    const known = this.#facts.get(commitId);
    if (known) return known;
    const facts = commitFacts(commitId, (await this.#reader.readWhole(commitId)).bytes);
    this.#facts.set(commitId, facts);
    return facts;
  }
}
