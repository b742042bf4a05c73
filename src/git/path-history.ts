/** What happened to one key at one path, read from the newest commit to the oldest, and what follows from it. */
import type { Site } from '../core/finding.ts';
import type { WalkedCommit } from './commit-walk.ts';

export interface PlaceName {
  readonly token: string;
  readonly path: string;
  readonly site: Extract<Site, 'content' | 'name'>;
}

export interface PathEvent {
  readonly kind: 'arrival' | 'departure';
  readonly commit: WalkedCommit;
  /** Seen from so many parents. */
  parents: number;
  /** What stands at the path after an arrival. */
  readonly object?: string;
}

export class PathHistory {
  readonly place: PlaceName;
  /** Where git has it: notes of one object may have stood at several. */
  readonly gitPaths = new Set<string>();
  /** Newest first. */
  readonly events: PathEvent[] = [];
  /** Every version with the key that was seen here. */
  readonly objects = new Set<string>();

  constructor(place: PlaceName) {
    this.place = place;
  }

  arrive(commit: WalkedCommit, object: string): void {
    this.#record({ kind: 'arrival', commit, parents: 1, object });
  }

  depart(commit: WalkedCommit): void {
    this.#record({ kind: 'departure', commit, parents: 1 });
  }

  /**
   * The commit that has it while no parent has: an evil merge may be one, a merge that takes it from a parent is none.
   * Of several the first in history, a reachable one if there is any.
   */
  get introduction(): PathEvent | undefined {
    const brought = this.events.filter(isIntroduction);
    return brought.findLast(({ commit }) => commit.isReachable) ?? brought.at(-1);
  }

  get departures(): PathEvent[] {
    return this.events.filter(({ kind }) => kind === 'departure');
  }

  /**
   * The commit that took it away for good. A merge that lost it from some of its parents only follows another's
   * removal, as a rule: it counts where no such one is found. What HEAD can see comes before what it cannot.
   */
  removal(fromHead: ReadonlySet<string>, isStash: ReadonlySet<string>): string | undefined {
    const seen = this.events.filter(({ commit }) => fromHead.has(commit.id));
    const events = seen.some(({ kind }) => kind === 'departure') ? seen : this.events;
    const lastIntroduction = events.findIndex(isIntroduction);
    const since = lastIntroduction === -1 ? events : events.slice(0, lastIntroduction);
    const removals = (list: readonly PathEvent[]) =>
      list.filter(({ kind, commit }) => kind === 'departure' && !isStash.has(commit.id));
    const removal = removals(since).find(isWhole) ?? removals(since)[0] ?? removals(events)[0];
    return removal?.commit.id;
  }

  #record(event: PathEvent): void {
    // A commit's events are the last ones: one of each kind at most.
    const same = this.events
      .slice(-2)
      .find(({ kind, commit }) => kind === event.kind && commit.id === event.commit.id);
    if (same) same.parents++;
    else this.events.push(event);
  }
}

function isIntroduction(event: PathEvent): boolean {
  return event.kind === 'arrival' && isWhole(event);
}

function isWhole({ parents, commit }: PathEvent): boolean {
  return parents >= commit.parents;
}
