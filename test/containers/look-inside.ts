/** A content looked through as every scan does it, with what was found put into short words. */
import { containerPath } from '../../src/containers/names.ts';
import { ContentSearch } from '../../src/scan/content.ts';
import { maskOf } from '../core/key-maker.ts';
import { shippedDetector } from '../detect/shipped-detector.ts';

const detector = shippedDetector();

export interface Seen {
  /** `a.zip!b.js:2:10 tt1.ab12…cd34`. */
  readonly found: readonly string[];
  /** `a.zip!b.js: encrypted`. */
  readonly unread: readonly string[];
}

export async function lookInside(
  bytes: Buffer,
  path: string,
  { windowBytes = 64 * 1024 }: { windowBytes?: number } = {},
): Promise<Seen> {
  const windows = async function* () {
    for (let at = 0; at < bytes.length; at += windowBytes) yield bytes.subarray(at, at + windowBytes);
  };
  return await lookInsideStream(windows(), path);
}

export async function lookInsideStream(
  windows: AsyncIterable<Buffer>,
  path: string,
  signal?: AbortSignal,
): Promise<Seen> {
  const search = new ContentSearch(detector, signal);
  const { matches, unread } = await search.detect(windows, path);
  return {
    found: matches.map(({ within, region, secret }) => {
      const place = `${containerPath(path, within?.members ?? [])}:${region.startLine}:${region.startColumn}`;
      return `${within?.site === 'name' ? `name of ${place}` : place} ${secret.masked}`;
    }),
    unread: unread.map(({ members, reason }) => `${containerPath(path, members)}: ${reason}`),
  };
}

/** Where a key of `fileWith` is found. */
export function at(place: string, key: string): string {
  return `${place}:2:10 ${maskOf(key)}`;
}

export function fileWith(key: string): string {
  return `// a line before\nlet key='${key}';\n`;
}
