/** The members of a container of any format. Each reader is loaded when its format is met first. */
import { type FileBudget, Unreadable } from './budget.ts';
import type { Format } from './format.ts';
import { HeldBytes, type Member, type RandomBytes, runOf, type Windows } from './member.ts';
import { unpack } from './unpack.ts';

/** Of what must be read at any place, and is no file of its own. */
const MAX_HELD_BYTES = 256 * 1024 * 1024;

/** Formats that are read from their end, or by offsets. */
export function isReadAtRandom(format: Format): boolean {
  return format === 'zip' || format === 'asar';
}

/** Handed on as they are: there may be very many. */
export async function membersOf(
  format: Format,
  source: Windows | RandomBytes,
  budget: FileBudget,
): Promise<Iterable<Member> | AsyncIterable<Member>> {
  switch (format) {
    case 'zip':
      return (await import('./zip.ts')).zipMembers(await atRandom(source), budget);
    case 'asar':
      return (await import('./asar.ts')).asarMembers(await atRandom(source), budget);
    case 'tar':
      return (await import('./tar.ts')).tarMembers(inOrder(source));
    case '7z':
    case 'rar':
      throw new Unreadable(`${format} archives are not supported`);
    default:
      return [{ kind: 'content', path: undefined, windows: unpack(format, inOrder(source), budget) }];
  }
}

/** All of a stream, in memory. */
export async function gathered(windows: Windows): Promise<RandomBytes> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const window of windows) {
    length += window.length;
    if (length > MAX_HELD_BYTES)
      throw new Unreadable('too large to be unpacked without being a file of its own');
    pieces.push(window);
  }
  return new HeldBytes(Buffer.concat(pieces));
}

async function atRandom(source: Windows | RandomBytes): Promise<RandomBytes> {
  return isWindows(source) ? await gathered(source) : source;
}

function inOrder(source: Windows | RandomBytes): Windows {
  return isWindows(source) ? source : runOf(source, 0, source.size);
}

function isWindows(source: Windows | RandomBytes): source is Windows {
  return Symbol.asyncIterator in source;
}
