/** A byte span in a blob that a rule matches, with all that depends on the bytes around it. */
import type { Confidence, Region, Snippet, Suppression } from '../core/finding.ts';
import type { Secret } from '../core/secret.ts';

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
  readonly allowed?: Suppression;
  /** Where the bytes are those of a member of a container. */
  readonly within?: Within;
}

export interface Within {
  /** From the outermost to the innermost; `` is the one stream that a container without names holds. */
  readonly members: readonly string[];
  readonly site: 'content' | 'name';
}

export interface Detection {
  readonly matches: readonly Match[];
  readonly isLfsPointer: boolean;
  readonly bytes: number;
  /** Lines on which an allow comment has no reason, and so does not count. */
  readonly unreasonedLines: readonly number[];
  /** Why something that is encoded in it was not looked into, or not to its end. */
  readonly unread: readonly string[];
  /** All of it, where literals in it may make a key that only working them out shows. */
  readonly unfolded?: Buffer;
}
