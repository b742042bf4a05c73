/** Scans standard input, and only that. */
import type { Detector } from '../detect/detector.ts';
import type { Collector } from './collector.ts';
import { allOf, ContentSearch } from './content.ts';
import { Judge } from './evidence/judge.ts';
import type { ScanTarget } from './options.ts';

export async function scanStdin(
  { path, input }: Extract<ScanTarget, { mode: 'stdin' }>,
  detector: Detector,
  collector: Collector,
  signal: AbortSignal | undefined,
): Promise<void> {
  const windows = untilAborted(input, signal, (error) => collector.unread(path, error));
  const detection = await new ContentSearch(detector, signal).detect(windows, path);
  if (signal?.aborted) collector.isInterrupted = true;
  collector.files = 1;
  collector.bytes = detection.bytes;
  if (detection.isLfsPointer) {
    collector.skip(path, 'a Git LFS pointer: its content is kept elsewhere', 'pointer');
  }
  const judge = new Judge(detector.rules);
  for (const match of allOf(detection)) {
    const judged = await judge.judge(match, path);
    if (judged !== undefined) collector.add(judged, { path, site: 'content', exposure: 'none' });
  }
  collector.warnUnreasoned(path, detection.unreasonedLines);
  collector.unreadWithin(path, detection);
}

/** What came before the input failed, or the signal fired, is still looked at. */
async function* untilAborted(
  input: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
  onFailure: (error: unknown) => void,
): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of input) {
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      if (signal?.aborted) return;
    }
  } catch (error) {
    if (!signal?.aborted) onFailure(error);
  }
}
