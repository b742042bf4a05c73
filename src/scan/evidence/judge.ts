/**
 * What a match comes to at a path: why it is client-side, if it is, and which variable and which rule it is reported
 * under. A public variable counts where settings are, and in what browsers get; elsewhere a name is but a name.
 */
import { namedMembers } from '../../containers/names.ts';
import type { ExposureReason } from '../../core/exposure-reason.ts';
import type { Rule } from '../../core/rule.ts';
import type { Match, PublishedMatch } from '../../detect/match.ts';
import { clientReason, type FileFacts } from './client-side.ts';
import type { Neighbours } from './neighbours.ts';
import { isServedKind, isSourceMap } from './paths.ts';
import { isSettings, publicationReason, publicPrefixReason } from './settings.ts';

/** A match as it is reported. */
export type Judged = Omit<Match, 'secret' | 'publication'> & {
  readonly secret?: Match['secret'];
  readonly reason?: ExposureReason;
};

export interface Circumstances {
  /** Absent where nothing stands around it: standard input, a site. */
  readonly neighbours?: Neighbours | undefined;
  /** Why all that the scan looks at is client-side. */
  readonly reason?: ExposureReason | undefined;
}

export class Judge {
  readonly #publishedAs: ReadonlyMap<string, string>;

  constructor(rules: readonly Rule[]) {
    this.#publishedAs = new Map(
      rules.flatMap(({ id, published }) => (published ? [[id, published.id]] : [])),
    );
  }

  /** Undefined where nothing is to be reported: a setting that publishes nothing in a file like this. */
  async judge(
    match: Match | PublishedMatch,
    path: string,
    { neighbours, reason: known }: Circumstances = {},
  ): Promise<Judged | undefined> {
    const names = [path, ...namedMembers(path, match.within?.members ?? [])];
    const reason = known ?? clientReason(await factsOf(match, names, neighbours));
    const inner = names.at(-1) ?? path;
    return 'secret' in match ? this.#key(match, inner, reason) : this.#publication(match, inner, reason);
  }

  #key(match: Match, path: string, reason: ExposureReason | undefined): Judged {
    const { publication, variable, ...rest } = match;
    const isClientSide = reason !== undefined;
    const ruleId = this.#publishedAs.get(match.ruleId) ?? match.ruleId;
    if (match.within?.site !== 'name') {
      const carried =
        variable !== undefined && isSettings(path, isClientSide) && publicPrefixReason(variable);
      if (carried) return { ...rest, ruleId, variable, reason: carried };
      const inlined = publication && publicationReason(publication, path, isClientSide);
      if (inlined) return { ...rest, ruleId, variable: publication.variable, reason: inlined };
    }
    return {
      ...rest,
      ...(variable === undefined || !isClientSide ? {} : { variable }),
      ...(isClientSide ? { reason } : {}),
    };
  }

  #publication(match: PublishedMatch, path: string, found: ExposureReason | undefined): Judged | undefined {
    const { publication, ...rest } = match;
    const reason = publicationReason(publication, path, found !== undefined);
    return reason && { ...rest, variable: publication.variable, reason };
  }
}

async function factsOf(
  { signs, within }: Match | PublishedMatch,
  names: readonly string[],
  neighbours: Neighbours | undefined,
): Promise<FileFacts> {
  const path = names.at(-1) ?? '';
  // A source map holds the text of anything: what its script shows counts.
  const own = isSourceMap(path) ? new Set<never>() : signs;
  // Sources and settings are what they are, whatever stands around them.
  if (neighbours === undefined || within !== undefined || !isServedKind(path)) return { names, signs: own };
  const around = await neighbours.around(path);
  return { names, signs: isSourceMap(path) ? await neighbours.signsOfScript(path) : own, ...around };
}
