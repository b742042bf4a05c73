/** What an audit is told, parsed and frozen. */
import type { AuditedRepository } from '../core/report.ts';
import type { GitCredential } from '../git/environment.ts';
import type { ScanOptions } from '../scan/options.ts';

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

export type Phase = 'waiting' | 'cloning' | 'history' | 'files';

export interface AuditProgress {
  readonly done: number;
  readonly total: number;
  /** Those at work now, by name. */
  readonly atWork: ReadonlyMap<string, Phase>;
}

export interface AuditOptions {
  readonly targets: readonly AuditTarget[];
  readonly scan: Omit<ScanOptions, 'target' | 'cwd' | 'signal' | 'onProgress'>;
  /** Where clones lie while they are read. */
  readonly folder: string;
  /** Clones stay there. */
  readonly isKept: boolean;
  readonly pullRequests: boolean;
  /** How many targets at once. */
  readonly parallel: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: AuditProgress) => void) | undefined;
}
