/** What a hook does where its first look does not settle the matter: the scan is loaded, and goes on from there. */
import { TtleaksError } from '../core/errors.ts';
import type { ScanTarget } from '../scan/options.ts';
import type { HookSettings } from './hook-settings.ts';

/** Gives the exit code. `blocked` says how to get past findings. */
export async function scanForHook(
  target: ScanTarget,
  { options, failOn }: HookSettings,
  blocked: string,
): Promise<number> {
  const [{ scan }, { writeHookReport }] = await Promise.all([
    import('../scan/scan.ts'),
    import('./hook-report.ts'),
  ]);
  const report = await scan({ ...options, target, cwd: process.cwd() });
  return await writeHookReport(report, failOn, blocked);
}

/** What goes wrong in a first look goes wrong in the scan once more, which reports it. */
export function unlessIncomplete(error: unknown): undefined {
  if (!(error instanceof TtleaksError)) throw error;
}
