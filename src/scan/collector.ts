/** Gathers what the stages find, and makes the report of it. */
import { containerPath } from '../containers/names.ts';
import { reasonOf } from '../core/errors.ts';
import {
  compareFindings,
  type Exposure,
  type Finding,
  fingerprintOf,
  type Level,
  levelOf,
  type Suppression,
} from '../core/finding.ts';
import { showPath } from '../core/path-text.ts';
import type { ReadingFacts, Report, ScanFacts, SkipKind, Skipped } from '../core/report.ts';
import { type Rule, ruleFactsOf } from '../core/rule.ts';
import type { Baseline } from '../settings/baseline.ts';
import type { ContentDetection } from './content.ts';
import type { Judged } from './evidence/judge.ts';
import type { Progress } from './options.ts';

/** Where a match stands, and what is known of its history. */
export type Place = Pick<Finding, 'path' | 'site'> &
  Partial<
    Pick<
      Finding,
      | 'exposureReason'
      | 'object'
      | 'introduced'
      | 'removed'
      | 'refs'
      | 'inHead'
      | 'reachable'
      | 'suppressed'
      | 'lineHash'
    >
  > & {
    /** Where nothing makes it client-side. */
    readonly exposure: Exposure;
    /** Where it is not the exposure's. */
    readonly level?: Level;
  };

export class Collector {
  readonly #findings: Finding[] = [];
  readonly #skipped = new Map<string, Skipped>();
  readonly #warnings = new Set<string>();
  readonly #baseline: Baseline | undefined;
  readonly #today = new Date().toISOString().slice(0, 10);
  readonly #started = performance.now();
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  files = 0;
  bytes = 0;
  objects = 0;
  commits = 0;
  excluded = 0;
  isInterrupted = false;
  headCommit: string | undefined;
  reading: ReadingFacts | undefined;
  /** Files or objects in all, once known. */
  total: number | undefined;
  known: number | undefined;
  stored: Progress['stored'];

  constructor(baseline: Baseline | undefined, onProgress: ((progress: Progress) => void) | undefined) {
    this.#baseline = baseline;
    this.#onProgress = onProgress;
    for (const warning of baseline?.warnings(this.#today) ?? []) this.warn(warning);
  }

  get hasFindings(): boolean {
    return this.#findings.length > 0;
  }

  progress(): void {
    const { files, objects, bytes, total, known, stored } = this;
    this.#onProgress?.({ files, objects, bytes, total, known, stored });
  }

  add(match: Judged, place: Place): void {
    const { path, exposure: found, level, ...history } = place;
    const { ruleId, secret, confidence, region, snippet, via, variable, original, within } = match;
    const exposureReason = place.exposureReason ?? match.reason;
    const exposure = exposureReason === undefined ? found : 'client';
    const container = within && containerPath(path, within.members);
    const fingerprint = fingerprintOf(ruleId, secret ?? variable ?? '', container ?? path);
    const suppressed = this.#suppression(match, place, fingerprint);
    this.#findings.push({
      ...history,
      fingerprint,
      ruleId,
      ...(secret === undefined ? {} : { secret }),
      confidence,
      region,
      snippet,
      via,
      path,
      ...(within === undefined || container === undefined ? {} : { site: within.site, container }),
      exposure,
      ...(exposureReason === undefined ? {} : { exposureReason }),
      level: level ?? levelOf(exposure),
      ...(variable === undefined ? {} : { variable }),
      ...(original === undefined ? {} : { original }),
      ...(suppressed === undefined ? {} : { suppressed }),
    });
  }

  skip(path: string, reason: string, kind: SkipKind): void {
    const key = `${kind}\0${path}`;
    if (!this.#skipped.has(key)) this.#skipped.set(key, { path, reason, kind });
  }

  unread(path: string, error: unknown): void {
    this.skip(path, reasonOf(error), 'unread');
  }

  /** What is to be said of a content and of the members in it, keys aside. */
  unreadWithin(path: string, { unread, unreasonedWithin, mapWarnings }: ContentDetection): void {
    for (const { members, reason } of unread) this.unread(containerPath(path, members), reason);
    for (const { members, lines } of unreasonedWithin) {
      this.warnUnreasoned(containerPath(path, members), lines);
    }
    for (const { members, words } of mapWarnings) {
      this.warn(`${showPath(containerPath(path, members))}: ${words}`);
    }
  }

  warn(warning: string): void {
    this.#warnings.add(warning);
  }

  warnUnreasoned(path: string, lines: readonly number[]): void {
    for (const line of lines) {
      this.warn(`${showPath(path)}:${line}: ttleaks:allow has no reason behind it, so it does not count`);
    }
  }

  report(target: string, mode: ScanFacts['mode'], rules: readonly Rule[], version: string): Report {
    const skipped = [...this.#skipped.values()].sort((a, b) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : 0,
    );
    if (this.isInterrupted) {
      skipped.push({ path: '(interrupted)', reason: 'the scan was stopped before its end', kind: 'unread' });
    }
    return {
      tool: { name: 'ttleaks', version },
      scan: {
        target,
        mode,
        files: this.files,
        bytes: this.bytes,
        objects: this.objects,
        commits: this.commits,
        date: this.#today,
        ...(this.reading === undefined ? {} : { reading: this.reading }),
        durationMs: Math.round(performance.now() - this.#started),
        complete: skipped.every(({ kind }) => kind !== 'unread'),
        skipped,
        excluded: this.excluded,
        warnings: [...this.#warnings].sort(),
      },
      rules: ruleFactsOf(rules),
      findings: this.#findings.sort(compareFindings),
      ...(this.headCommit === undefined ? {} : { headCommit: this.headCommit }),
    };
  }

  #suppression(match: Judged, place: Place, fingerprint: string): Suppression | undefined {
    return match.allowed ?? place.suppressed ?? this.#baseline?.waives({ fingerprint }, this.#today);
  }
}
