/** A byte span in a blob that a rule matches, with all that depends on the bytes around it. */
import type { Confidence, Original, Region, Snippet, Suppression } from '../core/finding.ts';
import type { Secret } from '../core/secret.ts';
import type { ContentSign } from './content-signs.ts';
import type { Publication } from './publication.ts';

export interface Match {
  readonly ruleId: string;
  readonly secret: Secret;
  readonly confidence: Confidence;
  /** Half-open byte span of the key, or of what it is decoded from. */
  readonly start: number;
  readonly end: number;
  readonly region: Region;
  readonly snippet: Snippet;
  /** Decoding steps, outermost first. */
  readonly via: readonly string[];
  readonly variable?: string;
  /** Of the line that the key stands in: settings that publish it, if the file is one that holds such. */
  readonly publication?: Publication;
  /** What the whole content shows; whole once all of it was read. */
  readonly signs: ReadonlySet<ContentSign>;
  readonly original?: Original;
  readonly allowed?: Suppression;
  /** Where the bytes are those of a member of a container. */
  readonly within?: Within;
}

/** Settings that publish a variable which holds a key, though the key does not stand there. */
export interface PublishedMatch extends Omit<Match, 'secret' | 'variable'> {
  readonly publication: Publication;
}

export interface Within {
  /** From the outermost to the innermost; `` is the one stream that a container without names holds. */
  readonly members: readonly string[];
  readonly site: 'content' | 'name';
}

export interface Detection {
  readonly matches: readonly Match[];
  readonly published: readonly PublishedMatch[];
  readonly isLfsPointer: boolean;
  readonly bytes: number;
  /** Lines on which an allow comment has no reason, and so does not count. */
  readonly unreasonedLines: readonly number[];
  /** Why something that is encoded in it was not looked into, or not to its end. */
  readonly unread: readonly string[];
  /** All of it, where literals in it may make a key that only working them out shows. */
  readonly unfolded?: Buffer;
}
