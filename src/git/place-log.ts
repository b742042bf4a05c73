/** Turns the differences of commits into what happened to each key at each path. */
import { decodeNotePath } from './note-commits.ts';
import { PathHistory, type PlaceName } from './path-history.ts';
import type { CommitDiff, RawChange } from './raw-diff.ts';

export type Tokens = ReadonlySet<string>;

export interface NamedToken {
  readonly token: string;
  /** The path up to the component that holds the key. */
  readonly path: string;
}

export interface TokenSource {
  readonly scope: { readonly kind: 'added' | 'all' | 'range' | 'since' };
  readonly blobs: ReadonlyMap<string, Tokens>;
  readonly tokensOf: (blobId: string) => Promise<Tokens>;
  readonly tokensOfName?: ((path: string) => readonly NamedToken[]) | undefined;
}

const NONE: Tokens = new Set();

/** A key at a path, before and after a commit, seen from one parent. */
interface Presence {
  readonly place: PlaceName;
  readonly gitPaths: Set<string>;
  isBefore: boolean;
  after?: string;
}

export class PlaceLog {
  readonly #source: TokenSource;
  readonly #noteCommits: ReadonlySet<string>;
  readonly #histories = new Map<string, PathHistory>();
  readonly #olderTokens = new Map<string, Tokens>();

  constructor(source: TokenSource, noteCommits: ReadonlySet<string>) {
    this.#source = source;
    this.#noteCommits = noteCommits;
  }

  histories(): PathHistory[] {
    return [...this.#histories.values()];
  }

  async take({ commit, changes }: CommitDiff): Promise<void> {
    // By place and not by change: a file may give way to a folder of its name, a note may move to another folder.
    const presences = new Map<string, Presence>();
    const isNote = this.#noteCommits.has(commit.id);
    for (const change of changes) {
      await this.#readContent(change, presences, isNote);
      if (change.isAdded || change.isDeleted) this.#readName(change, presences);
    }
    for (const [key, { place, gitPaths, isBefore, after }] of presences) {
      const history = this.#historyOf(key, place);
      for (const path of gitPaths) history.gitPaths.add(path);
      if (after !== undefined) history.objects.add(after);
      if (after !== undefined && !isBefore) history.arrive(commit, after);
      if (after === undefined && isBefore) history.depart(commit);
    }
  }

  async #readContent(change: RawChange, presences: Map<string, Presence>, isNote: boolean): Promise<void> {
    const { blobs } = this.#source;
    const after = (change.after && blobs.get(change.after)) || NONE;
    // Who does not come to hold a key needs no look into an older version.
    const before =
      (change.before && (blobs.get(change.before) ?? (await this.#older(change.before, after)))) || NONE;
    if (after.size === 0 && before.size === 0) return;
    const path = (isNote && decodeNotePath(change.path)) || change.path;
    for (const token of after) {
      const presence = presenceOf(presences, { token, path, site: 'content' }, change.path);
      presence.after = change.after ?? '';
    }
    for (const token of before)
      presenceOf(presences, { token, path, site: 'content' }, change.path).isBefore = true;
  }

  async #older(blobId: string, after: Tokens): Promise<Tokens> {
    if (this.#source.scope.kind === 'all' || after.size === 0) return NONE;
    const known = this.#olderTokens.get(blobId) ?? (await this.#source.tokensOf(blobId));
    this.#olderTokens.set(blobId, known);
    return known;
  }

  /** Folders have changes of their own, so a name counts only where it is the last of its path. */
  #readName({ path, after, isAdded }: RawChange, presences: Map<string, Presence>): void {
    for (const named of this.#source.tokensOfName?.(path) ?? []) {
      if (named.path !== path) continue;
      const presence = presenceOf(presences, { ...named, site: 'name' }, path);
      if (isAdded) presence.after = after ?? '';
      else presence.isBefore = true;
    }
  }

  #historyOf(key: string, place: PlaceName): PathHistory {
    let history = this.#histories.get(key);
    if (history === undefined) {
      history = new PathHistory(place);
      this.#histories.set(key, history);
    }
    return history;
  }
}

function presenceOf(presences: Map<string, Presence>, place: PlaceName, gitPath: string): Presence {
  const key = `${place.site}\0${place.token}\0${place.path}`;
  let presence = presences.get(key);
  if (presence === undefined) {
    presence = { place, gitPaths: new Set(), isBefore: false };
    presences.set(key, presence);
  }
  presence.gitPaths.add(gitPath);
  return presence;
}
