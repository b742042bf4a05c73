/** Scans standard input, and only that. */
import type { Detector } from '../detect/detector.ts';
import type { Collector } from './collector.ts';
import type { ScanTarget } from './options.ts';

export async function scanStdin(
  { path, input }: Extract<ScanTarget, { mode: 'stdin' }>,
  detector: Detector,
  collector: Collector,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pass = detector.begin();
  try {
    for await (const chunk of input) {
      pass.push(chunk);
      if (signal?.aborted) break;
    }
  } catch (error) {
    if (!signal?.aborted) collector.unread(path, error);
  }
  if (signal?.aborted) collector.isInterrupted = true;
  const { matches, bytes, isLfsPointer, unreasonedLines, unread } = pass.end();
  collector.files = 1;
  collector.bytes = bytes;
  if (isLfsPointer) collector.skip(path, 'a Git LFS pointer: its content is kept elsewhere', 'pointer');
  for (const match of matches) collector.add(match, { path, site: 'content', exposure: 'none' });
  collector.warnUnreasoned(path, unreasonedLines);
  collector.unreadParts(path, unread);
}
