/** One Secret at one path: place, exposure, level, history. Plain data, made once and never changed. */
import { createHash } from 'node:crypto';
import type { ExposureReason } from './exposure-reason.ts';
import { encodePath } from './path-text.ts';
import type { Secret } from './secret.ts';

export type Level = 'error' | 'warning' | 'note';
export type Confidence = 'certain' | 'likely' | 'possible';
export type Exposure = 'client' | 'committed' | 'untracked' | 'ignored' | 'none';

/** Lines and columns count from 1, columns in UTF-16 code units; `endColumn` is one past the end. */
export interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A bounded piece of the line, every key in it masked; the caret range counts UTF-16 units within `text`. */
export interface Snippet {
  readonly text: string;
  readonly caretStart: number;
  readonly caretEnd: number;
}

/** Where text that a bundler made comes from: the path as its source map has it, the place as in `Region`. */
export interface Original {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
}

export interface CommitFacts {
  readonly commit: string;
  readonly author: string;
  /** ISO 8601, with the author's own offset. */
  readonly date: string;
  readonly subject: string;
}

export interface Suppression {
  readonly kind: 'inline' | 'baseline' | 'config';
  readonly justification: string;
}

/** Where a key stands: in bytes, in the name of a file or folder, in the name of a ref, or in a message or header. */
export type Site = 'content' | 'name' | 'ref' | 'message';

export interface Finding {
  /** Depends on rule, key and path alone: lines may move. */
  readonly fingerprint: string;
  readonly ruleId: string;
  /** Absent where settings publish a variable that holds a key, and the key itself does not stand there. */
  readonly secret?: Secret;
  readonly level: Level;
  readonly confidence: Confidence;
  readonly exposure: Exposure;
  /** Why it is client-side; nothing where it is not. */
  readonly exposureReason?: ExposureReason;
  readonly site: Site;
  /** Of an audit: which of its targets holds the key. */
  readonly repository?: string;
  /** Path text (see path-text.ts), `/`-separated; may hold a key, so reports mask it. */
  readonly path: string;
  /** `app.tgz!package/dist/a.js`: the path, then the members that lead to what `region` counts in. */
  readonly container?: string;
  readonly region: Region;
  readonly snippet: Snippet;
  /** Decoding steps, outermost first. */
  readonly via: readonly string[];
  /** The public variable that carried the key, or the one that settings publish. */
  readonly variable?: string;
  /** Of a key in generated text or in a source map, its place in the source. */
  readonly original?: Original;
  /** Git object id. */
  readonly object?: string;
  readonly introduced?: CommitFacts;
  readonly removed?: Pick<CommitFacts, 'commit' | 'date'>;
  /** Full names of the refs whose tip still holds the key at this path. */
  readonly refs?: readonly string[];
  readonly inHead?: boolean;
  /** From a ref, HEAD or a reflog. */
  readonly reachable?: boolean;
  readonly suppressed?: Suppression;
  /** GitHub's `primaryLocationLineHash` of the start line; only where the scan was asked for it. */
  readonly lineHash?: string;
}

/**
 * `subject` is the key, or the name of the variable where the key is not known. `path` is the container's where it
 * stands in one.
 */
export function fingerprintOf(ruleId: string, subject: Secret | string, path: string): string {
  const id = typeof subject === 'string' ? subject : subject.id;
  const hash = createHash('sha256').update(`${ruleId}\0${id}\0`).update(encodePath(path));
  return hash.digest('hex').slice(0, 32);
}

const LEVELS: Readonly<Record<Exposure, Level>> = {
  client: 'error',
  committed: 'error',
  untracked: 'warning',
  ignored: 'note',
  none: 'error',
};

export function levelOf(exposure: Exposure): Level {
  return LEVELS[exposure];
}

export const LEVEL_RANK: Readonly<Record<Level, number>> = { error: 0, warning: 1, note: 2 };

/** Worst first, then by path, place and rule: the same order in every report and every run. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    LEVEL_RANK[a.level] - LEVEL_RANK[b.level] ||
    compareText(a.repository ?? '', b.repository ?? '') ||
    compareText(a.path, b.path) ||
    compareText(a.container ?? '', b.container ?? '') ||
    a.region.startLine - b.region.startLine ||
    a.region.startColumn - b.region.startColumn ||
    compareText(a.ruleId, b.ruleId) ||
    compareText(subjectOf(a), subjectOf(b)) ||
    compareText(a.object ?? '', b.object ?? '')
  );
}

/** What a finding is about: a key, by its id, or a variable, by its name. */
export function subjectOf({ secret, variable }: Pick<Finding, 'secret' | 'variable'>): string {
  return secret?.id ?? variable ?? '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
