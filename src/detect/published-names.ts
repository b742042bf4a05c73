/** The variables in which keys belong, as the rules name them: what the prefilter looks for, and where each stands. */
import type { PublishedRule, Rule } from '../core/rule.ts';
import { PUBLICATION_REACH, type Publication, publicationAt } from './publication.ts';

/** Settings name a variable a few times; what names it more often than this is looked at so far. */
export const MAX_NAMES = 10_000;

export interface Published {
  readonly ruleId: string;
  readonly publication: Publication;
  /** Offset of the end of what was recognized. */
  readonly end: number;
}

export class PublishedNames {
  readonly #rules: readonly (PublishedRule & { readonly start: Buffer })[];

  constructor(rules: readonly Rule[]) {
    const published = rules.flatMap(({ published: rule }) => rule ?? []);
    const distinct = new Map(published.map((rule) => [rule.variable, rule]));
    this.#rules = [...distinct.values()].map((rule) => ({ ...rule, start: startOf(rule.variable) }));
  }

  /** What each name begins with: its first word, since an `envPrefix` names no more. */
  get needles(): readonly Buffer[] {
    return this.#rules.map(({ start }) => start);
  }

  areAt(bytes: Buffer, at: number): boolean {
    return this.#rules.some(({ start }) => standsAt(bytes, at, start));
  }

  /** What settings do with the name that begins at `at`. */
  publishedAt(bytes: Buffer, at: number): Published | undefined {
    for (const { id, variable, start } of this.#rules) {
      if (!standsAt(bytes, at, start)) continue;
      const before = bytes.toString('latin1', Math.max(0, at - PUBLICATION_REACH.before), at);
      const rest = bytes.toString('latin1', at, at + PUBLICATION_REACH.behind);
      const publication = publicationAt(before, rest, variable);
      if (publication === undefined) continue;
      const length = publication.form === 'env-prefix' ? start.length : variable.length;
      return { ruleId: id, publication, end: at + length };
    }
    return undefined;
  }
}

function standsAt(bytes: Buffer, at: number, wanted: Buffer): boolean {
  return bytes.subarray(at, at + wanted.length).equals(wanted);
}

function startOf(variable: string): Buffer {
  return Buffer.from(/^[A-Z0-9]{5,}_|^.*/.exec(variable)?.[0] ?? variable);
}
