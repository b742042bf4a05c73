/** Writes the file of known findings; baseline.ts says why it looks as it does. */
import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { reasonOf } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { showPath } from '../core/path-text.ts';
import { type Baseline, type BaselineEntry, DEFAULT_REASON } from './baseline.ts';
import { configError } from './read-small-file.ts';

export interface RefreshedBaseline {
  readonly text: string;
  readonly added: number;
  readonly kept: number;
  readonly dropped: number;
}

/**
 * Entries of keys that are still found keep their reason and expiry date, the others go. Findings that something else
 * waives need no entry.
 */
export function refreshBaseline(
  old: Baseline | undefined,
  findings: readonly Finding[],
  reason: string = DEFAULT_REASON,
): RefreshedBaseline {
  const entries = new Map<string, BaselineEntry>();
  let kept = 0;
  for (const { fingerprint, path, container, ruleId, suppressed } of findings) {
    if (entries.has(fingerprint) || (suppressed !== undefined && suppressed.kind !== 'baseline')) continue;
    const known = old?.entries.get(fingerprint);
    if (known !== undefined) kept++;
    entries.set(fingerprint, { reason, ...known, path: showPath(container ?? path), rule: ruleId });
  }
  return {
    text: baselineText(entries),
    added: entries.size - kept,
    kept,
    dropped: (old?.entries.size ?? 0) - kept,
  };
}

export function baselineText(entries: ReadonlyMap<string, BaselineEntry>): string {
  const lines = [...entries].map(([fingerprint, { path, rule, reason, expires }]) => {
    const fields = Object.entries({ path, rule, reason, ...(expires === undefined ? {} : { expires }) });
    const body = fields.map(([key, value]) => `"${key}": ${JSON.stringify(maskKeysIn(value))}`).join(', ');
    return `  "${fingerprint}": { ${body} },\n`;
  });
  return `{\n${lines.sort().join('')}  "version": 1\n}\n`;
}

/** Whole or not at all; an existing file keeps its mode. A symbolic link is refused: it may lead out of the tree. */
export function writeBaseline(file: string, text: string): void {
  const mode = modeOf(file);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw configError(file, `cannot be written: ${reasonOf(error)}`, 'check the directory', error);
  }
}

const PERMISSION_BITS = 0o777;

function modeOf(file: string): number | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (!stats.isFile()) throw configError(file, 'is no regular file', 'name the file itself');
  return stats.mode & PERMISSION_BITS;
}
