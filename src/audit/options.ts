/** What an audit is told, parsed and frozen. */
import type { AuditedRepository, Report, Shard, Skipped } from '../core/report.ts';
import type { GitCredential } from '../git/environment.ts';
import type { Progress, ScanOptions } from '../scan/options.ts';

export type AuditTarget =
  | { readonly kind: 'directory'; readonly name: string; readonly path: string }
  | RemoteTarget;

export interface RemoteTarget {
  readonly kind: 'remote';
  readonly name: string;
  readonly url: string;
  readonly credential?: GitCredential | undefined;
  readonly facts?: Pick<AuditedRepository, 'visibility' | 'isArchived' | 'isFork'>;
  /** Most repositories have no wiki, whatever GitHub says: then there is nothing to miss. */
  readonly mayBeAbsent?: boolean;
}

export type Phase = 'cloning' | 'history' | 'files';

export interface Work {
  readonly phase: Phase;
  /** Of the scan that runs; absent while a repository is cloned. */
  readonly scan?: Progress | undefined;
}

export interface AuditProgress {
  readonly done: number;
  readonly total: number;
  /** Those at work now, by name. */
  readonly atWork: ReadonlyMap<string, Work>;
}

/** What an audit that was interrupted has done, so that the next one need not. */
export interface AuditLog {
  /** Undefined where the target must be read. */
  reportOf(target: AuditTarget): Report | undefined;
  add(target: AuditTarget, report: Report): void;
}

/** The same in each audit, whatever it is called. */
export function addressOf(target: AuditTarget): string {
  return target.kind === 'remote' ? target.url : target.path;
}

export interface AuditOptions {
  readonly targets: readonly AuditTarget[];
  /** What part the targets are of those that were named. */
  readonly shard?: Shard | undefined;
  /** What could not even be listed. */
  readonly unlisted: readonly Skipped[];
  readonly scan: Omit<ScanOptions, 'target' | 'cwd' | 'signal' | 'onProgress'>;
  /** Where clones lie while they are read. */
  readonly folder: string;
  /** Clones stay there. */
  readonly isKept: boolean;
  readonly pullRequests: boolean;
  /** How many targets at once. */
  readonly parallel: number;
  readonly log?: AuditLog | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: AuditProgress) => void) | undefined;
}
