/**
 * Finds the keys in a container: in each member, in the containers among them, in their names, and in what stands
 * between them. Members are streamed, so that memory is bounded by windows. Nothing is written anywhere, and no path
 * or link of a member is ever followed: they are text.
 */
import { setImmediate } from 'node:timers/promises';
import { type FileBudget, MAX_DEPTH, OverBudget, Unreadable } from '../containers/budget.ts';
import { endsAsZip, type Format, formatOf, mayPrecedeZip, START_BYTES } from '../containers/format.ts';
import { HeldBytes, type RandomBytes, runOf, type Windows, windowsOf } from '../containers/member.ts';
import { gathered, isReadAtRandom, membersOf } from '../containers/members.ts';
import { WindowReader } from '../containers/window-reader.ts';
import { reasonOf } from '../core/errors.ts';
import type { Detector } from '../detect/detector.ts';
import type { Match, PublishedMatch } from '../detect/match.ts';
import type { ContentDetection, UnreadMember } from './content.ts';
import type { Folding } from './folding.ts';
import { KeptBytes } from './kept-bytes.ts';
import { MemberMaps } from './member-maps.ts';
import { isClean, MemberSearch } from './member-search.ts';
import { keysInPath } from './names.ts';
import { tokenOf } from './token.ts';

/** A million broken members do not need a line each. */
const MAX_UNREAD = 100;
const READ_BYTES = 256 * 1024;
/** Of a program that may have an archive behind it, and is no file of its own. */
const MAX_PROGRAM_BYTES = 64 * 1024 * 1024;

/** A signal is heard between so many: to unpack and search small ones waits for nothing. */
const MEMBERS_A_BREATH = 8;

type Members = readonly string[];

export class ContainerSearch {
  readonly #detector: Detector;
  readonly #budget: FileBudget;
  readonly #folding: Folding;
  readonly #signal: AbortSignal | undefined;
  readonly #matches: Match[] = [];
  readonly #published: PublishedMatch[] = [];
  readonly #unread: UnreadMember[] = [];
  readonly #unreasoned: { members: Members; lines: readonly number[] }[] = [];
  readonly #mapWarnings: { members: Members; words: string }[] = [];
  readonly #maps: MemberMaps;
  readonly #failures = new Set<unknown>();
  #moreUnread = 0;
  /** Where the search stands: what is named where the budget ends. */
  #where: Members = [];

  constructor(detector: Detector, budget: FileBudget, folding: Folding, signal: AbortSignal | undefined) {
    this.#detector = detector;
    this.#maps = new MemberMaps(folding);
    this.#budget = budget;
    this.#folding = folding;
    this.#signal = signal;
  }

  /** Where the signal fires, what was found by then. */
  async run(format: Format, source: Windows | RandomBytes): Promise<ContentDetection> {
    const raw = new MemberSearch(this.#detector);
    try {
      await this.#outermost(format, source, raw);
    } catch (error) {
      this.#failed(error, error instanceof OverBudget ? this.#where : []);
    }
    const bytes = Symbol.asyncIterator in source ? raw.bytes : source.size;
    this.#takeRaw(raw, [], 0);
    if (this.#moreUnread > 0) this.#unread.push({ members: [], reason: `${this.#moreUnread} more members` });
    return {
      matches: this.#matches,
      published: this.#published,
      isLfsPointer: false,
      bytes,
      unreasonedLines: [],
      unread: this.#unread,
      unreasonedWithin: this.#unreasoned,
      mapWarnings: this.#mapWarnings,
    };
  }

  /** Its own bytes are searched as well: comments, what stands before an archive or behind it, damaged parts. */
  async #outermost(format: Format, source: Windows | RandomBytes, raw: MemberSearch): Promise<void> {
    if (!(Symbol.asyncIterator in source)) {
      this.#budget.read(source.size);
      await this.#searchRaw(source, raw);
      await this.#members(format, source, [], 1);
      return;
    }
    const tapped = tap(source, (window) => {
      this.#signal?.throwIfAborted();
      this.#budget.read(window.length);
      raw.push(window);
    });
    const iterator = tapped[Symbol.asyncIterator]();
    // Whoever reads a part of it must not end it.
    const shared = { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
    try {
      await this.#members(format, isReadAtRandom(format) ? await gathered(shared) : shared, [], 1);
    } finally {
      for await (const _ of shared);
    }
  }

  /** Lines are counted only where there is a reason to: that takes much longer than to look for one. */
  async #searchRaw(bytes: RandomBytes, raw: MemberSearch): Promise<void> {
    const { prefilter } = this.#detector;
    let isHit = false;
    for (let at = 0; at < bytes.size && !isHit; at += READ_BYTES) {
      this.#signal?.throwIfAborted();
      isHit = prefilter.hasHit(bytes.read(at, READ_BYTES + prefilter.margin));
    }
    if (!isHit) return;
    for await (const window of runOf(bytes, 0, bytes.size)) raw.push(window);
  }

  async #members(
    format: Format,
    source: Windows | RandomBytes,
    outer: Members,
    depth: number,
  ): Promise<void> {
    const names = new Set<string>();
    let count = 0;
    for await (const member of await membersOf(format, source, this.#budget)) {
      if (++count % MEMBERS_A_BREATH === 0) await setImmediate();
      this.#signal?.throwIfAborted();
      const members = member.path === undefined ? outer : [...outer, member.path];
      this.#where = members;
      this.#budget.member();
      if (member.path !== undefined) this.#searchName(member.path, outer, names);
      if (member.kind === 'unread') this.#markUnread(members, member.reason);
      else {
        const whole = member.whole?.();
        if (
          whole !== undefined &&
          !this.#maps.isWanted(members) &&
          isClean(this.#detector, whole, member.path)
        )
          continue;
        const windows = whole === undefined ? member.windows : windowsOf(whole);
        await this.#content({ path: member.path, windows }, members, depth);
      }
    }
  }

  async #content(
    { path, windows }: { readonly path: string | undefined; readonly windows: Windows },
    members: Members,
    depth: number,
  ): Promise<void> {
    const reader = new WindowReader(windows);
    try {
      const start = await reader.peek(START_BYTES);
      const format = formatOf(start, path);
      if (format !== undefined) await this.#nested(format, reader.rest(), members, depth);
      else {
        if (mayPrecedeZip(start)) await this.#behindProgram(reader, members, depth);
        // A stream without a name holds one content; that it is no container is known only now.
        await this.#plain(reader.rest(), path === undefined ? [...members, ''] : members);
      }
    } catch (error) {
      if (error instanceof OverBudget || this.#signal?.aborted) throw error;
      this.#failed(error, members);
    } finally {
      await reader.close();
    }
  }

  async #nested(format: Format, windows: Windows, members: Members, depth: number): Promise<void> {
    if (depth >= MAX_DEPTH) throw new Unreadable(`in more than ${MAX_DEPTH} containers within each other`);
    if (isReadAtRandom(format)) await this.#held(format, await gathered(windows), members, depth);
    else await this.#members(format, windows, members, depth + 1);
  }

  async #behindProgram(reader: WindowReader, members: Members, depth: number): Promise<void> {
    const whole = await reader.peek(MAX_PROGRAM_BYTES);
    if (whole.length < MAX_PROGRAM_BYTES && endsAsZip(whole)) {
      await this.#members('zip', new HeldBytes(whole), members, depth + 1);
    }
  }

  /** Comments, and what stands between the members, are read here alone. */
  async #held(format: Format, bytes: RandomBytes, members: Members, depth: number): Promise<void> {
    const raw = new MemberSearch(this.#detector);
    const first = this.#matches.length;
    await this.#searchRaw(bytes, raw);
    try {
      await this.#members(format, bytes, members, depth + 1);
    } finally {
      this.#takeRaw(raw, members, first);
    }
  }

  async #plain(windows: Windows, members: Members): Promise<void> {
    const search = new MemberSearch(this.#detector);
    const kept = new KeptBytes();
    try {
      for await (const window of windows) {
        this.#signal?.throwIfAborted();
        search.push(window);
        kept.push(window);
      }
    } finally {
      // What came before a failure counts.
      const { matches, published, unread, unreasonedLines } = await this.#folding.settled(search.end());
      if (matches.length > 0) await this.#take(matches, kept.bytes, members);
      for (const match of published) this.#published.push({ ...match, within: { members, site: 'content' } });
      for (const reason of unread) this.#markUnread(members, reason);
      if (unreasonedLines.length > 0) this.#unreasoned.push({ members, lines: unreasonedLines });
    }
    if (this.#maps.isWanted(members) && kept.bytes !== undefined) await this.#leadBy(kept.bytes, members);
  }

  async #take(found: readonly Match[], bytes: Buffer | undefined, members: Members): Promise<void> {
    const placed = found.map((match) => inMember(match, members));
    const { matches, warnings } = await this.#maps.lead({ members, matches: placed, bytes });
    this.#matches.push(...matches);
    for (const words of warnings) this.#mapWarnings.push({ members, words });
  }

  /** The member is the map of one that came before it. */
  async #leadBy(map: Buffer, members: Members): Promise<void> {
    const led = await this.#maps.offer(members, map);
    for (const [index, match] of this.#matches.entries()) this.#matches[index] = led.get(match) ?? match;
  }

  /** A key that a member holds is that member's; an archive that is not packed shows it twice. */
  #takeRaw(raw: MemberSearch, members: Members, first: number): void {
    const known = new Set(this.#matches.slice(first).map(tokenOf));
    const { matches, unread } = raw.end();
    for (const match of matches) {
      if (!known.has(tokenOf(match))) this.#matches.push(inMember(match, members));
    }
    for (const reason of unread) this.#markUnread(members, reason);
  }

  /** A folder that holds many members is named once. */
  #searchName(path: string, outer: Members, seen: Set<string>): void {
    for (const { path: named, match } of keysInPath(this.#detector, path)) {
      const key = `${tokenOf(match)}\0${named}`;
      if (seen.has(key)) continue;
      seen.add(key);
      this.#matches.push({ ...match, within: { members: [...outer, named], site: 'name' } });
    }
  }

  /** Said once, though each reader on the way meets it. */
  #failed(error: unknown, members: Members): void {
    if (this.#signal?.aborted || this.#failures.has(error)) return;
    this.#failures.add(error);
    this.#markUnread(members, reasonOf(error));
  }

  #markUnread(members: Members, reason: string): void {
    if (this.#unread.length < MAX_UNREAD) this.#unread.push({ members, reason });
    else this.#moreUnread++;
  }
}

function inMember(match: Match, members: Members): Match {
  return members.length === 0 ? match : { ...match, within: { members, site: 'content' } };
}

async function* tap(windows: Windows, onWindow: (window: Buffer) => void): AsyncGenerator<Buffer, void> {
  for await (const window of windows) {
    onWindow(window);
    yield window;
  }
}
