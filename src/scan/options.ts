/** What a scan is told, parsed and frozen: from here on it is trusted. */
import type { Rule } from '../core/rule.ts';
import type { HistoryScope } from '../git/history-scope.ts';
import type { ObjectSearch } from '../git/object-search.ts';
import type { Repository } from '../git/repository.ts';
import type { ClientOptions } from '../http/http-client.ts';
import type { ProxySettings } from '../http/proxy.ts';
import type { Baseline } from '../settings/baseline.ts';
import type { ExcludeSet } from '../settings/path-filter.ts';
import type { StagedSearch } from './staged-search.ts';

export type ScanTarget =
  /** `isPackage`: of the one folder that is named, what `npm pack` would ship. */
  | { readonly mode: 'files'; readonly paths: readonly string[]; readonly isPackage?: boolean }
  | (RepositoryTarget<'staged'> & {
      /** By the same rules, where the index was searched already. */
      readonly search?: StagedSearch | undefined;
    })
  | (RepositoryTarget<'history'> & {
      readonly scope: HistoryScope;
      /** By the same rules, where the scope was searched already. */
      readonly search?: ObjectSearch | undefined;
    })
  | SiteTarget
  | { readonly mode: 'stdin'; readonly path: string; readonly input: AsyncIterable<Uint8Array> };

interface RepositoryTarget<Mode extends string> {
  readonly mode: Mode;
  readonly directory: string;
  /** That of the directory, where it is open already. */
  readonly repository?: Repository | undefined;
}

export interface SiteTarget {
  readonly mode: 'site';
  /** Of http or https, without credentials. */
  readonly url: string;
  /** Besides the target's own: `https://cdn.example.com`. */
  readonly origins: readonly string[];
  /** How many links away from the target. */
  readonly depth: number;
  readonly maxResources: number;
  /** Of all resources together, unpacked. */
  readonly maxTotalBytes: number;
  readonly maxTimeMs: number;
  readonly requestsPerSecond: number;
  /** The hosts of the target and of `origins` may resolve to private addresses and to this machine. */
  readonly allowPrivate: boolean;
  readonly proxies: ProxySettings;
  /** Where the defaults do not fit. */
  readonly client?: Partial<Pick<ClientOptions, 'lookup' | 'pace'>>;
}

export interface Progress {
  readonly files: number;
  readonly objects: number;
  readonly bytes: number;
  /** How many files or objects there are, once that is known. */
  readonly total?: number | undefined;
  /** How many resources of a site are known by now: more than are read, and more to come. */
  readonly known?: number | undefined;
  /** Bytes of packs, done and in all, while packs are read. */
  readonly stored?: { readonly done: number; readonly total: number } | undefined;
}

export interface ScanOptions {
  readonly target: ScanTarget;
  /** Absolute; what relative targets are relative to. */
  readonly cwd: string;
  readonly rules: readonly Rule[];
  readonly baseline?: Baseline | undefined;
  readonly excludes: readonly ExcludeSet[];
  /** Texts of ignore files by their folder (`` for the root), which count instead of those that stand there. */
  readonly ignoreFiles?: ReadonlyMap<string, string> | undefined;
  /** Larger files are skipped, and said to be. */
  readonly maxBytes?: number | undefined;
  readonly jobs: number;
  readonly nodeModules: boolean;
  readonly foreignAllow: boolean;
  /** Compute GitHub's line hashes, for SARIF. */
  readonly lineHashes: boolean;
  /** Signs what a scan of history keeps in the repository for the next one. Absent: nothing is kept or used. */
  readonly cacheSecret?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of history: ends, once `signal` has ended the search, the telling of what it found by then. */
  readonly endSignal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}
