/** Where a shallow clone ends: the commits whose parents were not fetched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsPath } from '../core/path-text.ts';
import type { Selection } from './history-scope.ts';
import { linesOf } from './lines.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

/**
 * The cut commits among those that are selected: whatever lies behind them is selected as well, and not here. Undefined
 * where git cannot tell. The file is read anew each time, since a fetch moves the cut.
 */
export async function cutsIn(
  { commonDir, context }: Repository,
  { args, input }: Selection,
  signal: AbortSignal | undefined,
): Promise<string[] | undefined> {
  const cut = cutsOf(commonDir);
  if (cut.size === 0) return [];
  const found: string[] = [];
  const listing = streamGit(context, ['rev-list', ...args], { input, signal });
  for await (const lines of linesOf(listing)) found.push(...lines.filter((id) => cut.has(id)));
  return (await listing.exit).code === 0 ? found : undefined;
}

function cutsOf(commonDir: string): ReadonlySet<string> {
  try {
    const text = readFileSync(fsPath(join(commonDir, 'shallow')), 'latin1');
    return new Set(text.split('\n').filter((line) => line !== ''));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw error;
  }
}
