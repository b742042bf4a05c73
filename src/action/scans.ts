/** The scans of one run: the files of the checkout, and what the event adds to history. */
import { type Settled, settle } from '../cli/settle.ts';
import { type Report, withUnread } from '../core/report.ts';
import type { Repository } from '../git/repository.ts';
import type { EventRange } from '../github/event-range.ts';
import { fingerprintsInCommit } from '../scan/keys-in-commit.ts';
import { scan } from '../scan/scan.ts';
import type { BaseSettings } from './base-settings.ts';
import type { Inputs } from './inputs.ts';
import { joinedReport, withKnown } from './joined-report.ts';

export interface ScanRequest {
  readonly inputs: Inputs;
  readonly workspace: string;
  /** Absolute: what is to be scanned of it. */
  readonly target: string;
  readonly repository: Repository | undefined;
  readonly range: EventRange;
  /** Why the range is not known, or may not be all. */
  readonly gap: string | undefined;
  /** Of a change; absent for what has no base. */
  readonly base: BaseSettings | undefined;
  readonly baseCommit: string | undefined;
  readonly signal: AbortSignal;
}

export interface Scans {
  /** Of the whole checkout, with the levels that each finding has by itself. */
  readonly files: Report | undefined;
  /** Of all of history; a range is no whole picture and is not kept. */
  readonly history: Report | undefined;
  /** All of it, as it counts for this event. */
  readonly joined: Report;
  /** Of what the base has already: it does not count. */
  readonly known: ReadonlySet<string>;
  readonly failOn: Settled['failOn'];
}

export async function runScans(request: ScanRequest): Promise<Scans> {
  const { inputs, range, gap, signal } = request;
  const settledFiles = await settled(request, {});
  const files = inputs.scan === 'range' ? undefined : await scan({ ...settledFiles.scan, signal });
  const ranged = range.kind === 'range' ? { range: range.range } : {};
  const history =
    inputs.scan === 'worktree' || range.kind === 'nothing'
      ? undefined
      : await scan({ ...(await settled(request, { history: true, ...ranged })).scan, signal });
  const found = joinedReport(files, history) ?? (await scan({ ...settledFiles.scan, signal }));
  const whole = gap === undefined ? found : withUnread(found, { path: '(what the event adds)', reason: gap });
  const known = await knownInBase(request, whole, settledFiles);
  return {
    files,
    history: range.kind === 'all' ? history : undefined,
    joined: withKnown(whole, known),
    known,
    failOn: settledFiles.failOn,
  };
}

async function settled(
  { inputs, target, base, repository }: ScanRequest,
  mode: { readonly history?: boolean; readonly range?: string },
): Promise<Settled> {
  const { config, baseline } = base ?? inputs;
  const given = await settle({
    ...mode,
    paths: [mode.history ? (repository?.workTree ?? target) : target],
    // Computes the line hashes by which GitHub knows its alerts again.
    format: 'sarif',
    cache: false,
    color: false,
    progress: false,
    ...(inputs.failOn === undefined ? {} : { failOn: inputs.failOn }),
    ...(config === undefined ? {} : { config }),
    ...(baseline === undefined ? {} : { baseline }),
  });
  if (base === undefined) return given;
  const { ignoreFiles, configDirectory } = base;
  // Laid out elsewhere, its patterns hold where the file stands in the base.
  const excludes = given.scan.excludes.map((set) =>
    set.source === base.config ? { ...set, directory: configDirectory } : set,
  );
  return { ...given, scan: { ...given.scan, excludes, ignoreFiles } };
}

async function knownInBase(
  { repository, baseCommit, signal }: ScanRequest,
  { findings }: Report,
  { scan: options }: Settled,
): Promise<ReadonlySet<string>> {
  // Interrupted, all that was found by then counts.
  if (repository === undefined || baseCommit === undefined || signal.aborted) return new Set();
  return await fingerprintsInCommit(baseCommit, findings, repository, { ...options, signal });
}
