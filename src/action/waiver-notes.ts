/** Says where a change touches what waives findings: that counts once it is merged, and should be looked at before. */
import { basename } from 'node:path';
import { decodePath } from '../core/path-text.ts';
import { runGit } from '../git/run.ts';
import { shownPath } from '../report/shown.ts';
import { BASELINE_FILE } from '../settings/baseline.ts';
import { IGNORE_FILE } from '../settings/path-filter.ts';
import type { Plan } from './plan.ts';

const WAIVER = /^ttleaks\.config\.(?:ya?ml|json)$/;
const MAX_NAMED = 10;

export async function waiverNotes({ repository, baseCommit, event, signal }: Plan): Promise<string[]> {
  if (repository === undefined || baseCommit === undefined || event?.kind !== 'change') return [];
  if (signal.aborted) return [];
  const args = ['diff-tree', '-r', '-z', '--name-only', '--no-renames', baseCommit, event.head];
  const { stdout } = await runGit(repository.context, args, { signal });
  const paths = decodePath(stdout).split('\0').filter(isWaiver);
  if (paths.length === 0) return [];
  const named = paths.slice(0, MAX_NAMED).map((path) => shownPath(path));
  return [`This change touches what waives findings (${named.join(', ')}); here those of its base count.`];
}

function isWaiver(path: string): boolean {
  const name = basename(path);
  return name === IGNORE_FILE || name === BASELINE_FILE || WAIVER.test(name);
}
