/** One target of an audit: cloned where it lies elsewhere, its history and its files scanned, as one report. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { showPath } from '../core/path-text.ts';
import { type Report, withUnread } from '../core/report.ts';
import { checkOutHead, type MirrorOptions, updateMirror } from '../git/mirror.ts';
import { openRepository } from '../git/repository.ts';
import { scan } from '../scan/scan.ts';
import { joinReports } from './join-reports.ts';
import type { AuditOptions, AuditTarget, RemoteTarget, Work } from './options.ts';
import { repositoriesWithin } from './repositories-within.ts';
import { withHistory } from './with-history.ts';

/** Where a repository lies on this machine. */
interface Places {
  readonly history?: string | undefined;
  readonly files?: string | undefined;
}

type Tell = (work: Work) => void;

/** Throws INCOMPLETE where there is nothing to read. Undefined for what may be absent, and is. */
export async function auditTarget(
  target: AuditTarget,
  options: AuditOptions,
  tell: Tell,
): Promise<Report | undefined> {
  const { signal } = options;
  if (target.kind === 'remote') return await auditRemote(target, options, tell);
  const places = await placesOf(target.path, signal);
  const report = await readPlaces(target, places, options, tell);
  return places.history === undefined ? await withoutHistories(target, report, signal) : report;
}

/** A folder of repositories: that each is a target of its own is for the user to say. */
async function withoutHistories(
  { name, path }: AuditTarget & { readonly kind: 'directory' },
  report: Report,
  signal: AbortSignal | undefined,
): Promise<Report> {
  const reason = 'a repository of its own, whose history was not read: name it as a target as well';
  let whole = report;
  for (const within of await repositoriesWithin(path, signal))
    whole = unreadAt(whole, `${name}: ${showPath(within)}`, reason);
  return whole;
}

async function placesOf(path: string, signal: AbortSignal | undefined): Promise<Places> {
  try {
    const repository = await openRepository(path, { environment: 'strip', ...(signal ? { signal } : {}) });
    if (repository === undefined) return { files: path };
    return { history: path, files: repository.workTree === undefined ? undefined : path };
  } catch {
    signal?.throwIfAborted();
    // The scan of history meets the same, and says it.
    return { history: path, files: path };
  }
}

const ABSENT =
  'cannot be cloned: there is no such repository, or it wants a login: set GITHUB_TOKEN for GitHub, a credential helper of git or an ssh key elsewhere';

async function auditRemote(
  target: RemoteTarget,
  options: AuditOptions,
  tell: Tell,
): Promise<Report | undefined> {
  const { folder, isKept, pullRequests, signal } = options;
  const mirror = join(folder, cloneNameOf(target));
  const workTree = await mkdtemp(join(folder, 'files-'));
  try {
    tell({ phase: 'cloning' });
    const { url, credential } = target;
    const isThere = await freshMirror(mirror, { url, credential, pullRequests, signal });
    if (!isThere && target.mayBeAbsent) return undefined;
    if (!isThere) throw new TtleaksError('INCOMPLETE', ABSENT);
    const hasFiles = await checkedOut(mirror, workTree, signal);
    const places = { history: mirror, files: hasFiles === true ? workTree : undefined };
    const report = await readPlaces(target, places, options, tell);
    return typeof hasFiles === 'boolean' ? report : unreadAt(report, `${target.name}: (files)`, hasFiles);
  } finally {
    await rm(workTree, { recursive: true, force: true });
    if (!isKept) await rm(mirror, { recursive: true, force: true });
  }
}

/** Locks of a git that was killed with its audit are nobody's: this audit has the folder to itself. */
async function freshMirror(mirror: string, options: MirrorOptions): Promise<boolean> {
  try {
    return await updateMirror(mirror, options);
  } catch (error) {
    if (!(error instanceof TtleaksError) || !/\.lock': File exists/.test(error.message)) throw error;
    await rm(mirror, { recursive: true, force: true });
    return await updateMirror(mirror, options);
  }
}

/** Or why not: then history is all there is. */
async function checkedOut(
  mirror: string,
  workTree: string,
  signal: AbortSignal | undefined,
): Promise<boolean | string> {
  try {
    return await checkOutHead(mirror, workTree, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TtleaksError) return error.message;
    throw error;
  }
}

/** Told apart by the address, told to a person by the name. */
function cloneNameOf({ name, url }: RemoteTarget): string {
  const readable = name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(-80);
  return `${readable}-${createHash('sha256').update(url).digest('hex').slice(0, 16)}.git`;
}

async function readPlaces(
  target: AuditTarget,
  { history, files }: Places,
  options: AuditOptions,
  tell: Tell,
): Promise<Report> {
  const { signal } = options;
  const reports: Report[] = [];
  const read = async (phase: 'history' | 'files', directory: string) => {
    tell({ phase });
    const of =
      phase === 'history'
        ? ({ mode: phase, directory, scope: { kind: 'all' } } as const)
        : ({ mode: phase, paths: [directory] } as const);
    const report = await scan({
      ...options.scan,
      target: of,
      cwd: directory,
      signal,
      onProgress: (progress) => tell({ phase, scan: progress }),
    });
    reports.push(report);
    return report.findings;
  };
  const past = history === undefined ? [] : await read('history', history);
  const present = files === undefined || signal?.aborted ? [] : await read('files', files);
  return named(target, { ...joinReports(reports), findings: withHistory(present, past) });
}

function named(target: AuditTarget, report: Report): Report {
  const { name } = target;
  const { files, objects, commits, complete, skipped, warnings } = report.scan;
  const facts = target.kind === 'remote' ? { url: target.url, ...target.facts } : {};
  const { headCommit: _, ...rest } = report;
  return {
    ...rest,
    scan: {
      ...report.scan,
      target: name,
      mode: 'audit',
      skipped: skipped.map((skip) => ({ ...skip, path: placeIn(target, skip.path) })),
      warnings: warnings.map((warning) => `${name}: ${warning}`),
    },
    findings: report.findings.map((finding) => ({ ...finding, repository: name })),
    repositories: [{ name, ...facts, files, objects, commits, complete }],
  };
}

/** Where the clone lay is of no interest, and another place each time. */
function placeIn({ name }: AuditTarget, path: string): string {
  return path.startsWith('/') ? name : `${name}: ${path}`;
}

function unreadAt(report: Report, path: string, reason: string): Report {
  const repositories = report.repositories?.map((repository) => ({ ...repository, complete: false })) ?? [];
  return withUnread({ ...report, repositories }, { path, reason });
}
