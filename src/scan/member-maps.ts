/**
 * Leads the keys of a container's members back to their sources. A map is a member that comes after its text, as it
 * does in every archive that is written in the order of names: what waits for one is bounded, and the map of nothing
 * is not held.
 */
import type { Match } from '../detect/match.ts';
import type { Folding } from './folding.ts';
import { ledBack } from './led-back.ts';

/** Of texts that wait for their maps. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

export interface MemberText {
  /** As in `Within`. */
  readonly members: readonly string[];
  readonly matches: readonly Match[];
  readonly bytes: Buffer | undefined;
}

interface Waiting extends MemberText {
  /** Of the members that it would read. */
  readonly wanted: ReadonlySet<string>;
}

export class MemberMaps {
  readonly #folding: Folding;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;

  constructor(folding: Folding) {
    this.#folding = folding;
  }

  /** As far as the text itself tells; what more its map tells comes from `offer`. */
  async lead(text: MemberText): Promise<{ matches: readonly Match[]; warnings: readonly string[] }> {
    const wanted = new Set<string>();
    const led = await this.#lead(text, async (member) => {
      wanted.add(member);
      return undefined;
    });
    const size = text.bytes?.length ?? 0;
    if (wanted.size > 0 && this.#waitingBytes + size <= MAX_WAITING_BYTES) {
      this.#waitingBytes += size;
      this.#waiting.push({ ...text, matches: led.matches, wanted });
    }
    return led;
  }

  isWanted(members: readonly string[]): boolean {
    const name = members.join('\0');
    return this.#waiting.some(({ wanted }) => wanted.has(name));
  }

  /** What becomes of the matches that `lead` gave, with the map that some of them waited for. */
  async offer(members: readonly string[], bytes: Buffer): Promise<ReadonlyMap<Match, Match>> {
    const name = members.join('\0');
    const served = this.#waiting.filter(({ wanted }) => wanted.has(name));
    this.#waiting = this.#waiting.filter((text) => !served.includes(text));
    const led = new Map<Match, Match>();
    for (const text of served) {
      this.#waitingBytes -= text.bytes?.length ?? 0;
      const { matches } = await this.#lead(text, async (member) => (member === name ? bytes : undefined));
      for (const [index, match] of matches.entries()) led.set(text.matches[index]!, match);
    }
    return led;
  }

  async #lead(
    { members, matches, bytes }: MemberText,
    read: (member: string) => Promise<Buffer | undefined>,
  ) {
    const outer = members.slice(0, -1);
    return await ledBack({
      matches,
      path: members.at(-1) ?? '',
      bytes,
      folding: this.#folding,
      files: { read: (path) => read([...outer, path].join('\0')) },
    });
  }
}
