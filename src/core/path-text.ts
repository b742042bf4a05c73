/**
 * Paths as strings that lose nothing: a byte that is not UTF-8 becomes a lone surrogate U+DC80..U+DCFF
 * (the convention of PEP 383), so that a path can be compared, sorted, split and opened like any other.
 * Only the functions here may turn such a string into output.
 */
import { isUtf8 } from 'node:buffer';

const FIRST_ESCAPE = 0xdc00;
const LONE_ESCAPES = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

export function decodePath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceLength(buffer, at);
    if (length === 0) text += String.fromCharCode(FIRST_ESCAPE + buffer[at]!);
    else text += buffer.toString('utf8', at, at + length);
    at += length || 1;
  }
  return text;
}

/** Length of the valid UTF-8 sequence at `at`, or 0. */
function sequenceLength(buffer: Buffer, at: number): number {
  const lead = buffer[at]!;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  return length > 0 && isUtf8(buffer.subarray(at, at + length)) && at + length <= buffer.length ? length : 0;
}

export function encodePath(path: string): Buffer {
  if (!hasEscapes(path)) return Buffer.from(path, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (const { index, 0: lone } of path.matchAll(LONE_ESCAPES)) {
    parts.push(
      Buffer.from(path.slice(from, index), 'utf8'),
      Buffer.from([lone.charCodeAt(0) - FIRST_ESCAPE]),
    );
    from = index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(path.slice(from), 'utf8')]);
}

/** What `node:fs` must be given to open the path. */
export function fsPath(path: string): string | Buffer {
  return hasEscapes(path) ? encodePath(path) : path;
}

/** For people and JSON: bytes that are not UTF-8 show as U+FFFD. */
export function showPath(path: string): string {
  return path.replace(LONE_ESCAPES, '\ufffd');
}

/** For SARIF: a relative URI reference, each segment percent-encoded, raw bytes kept as they are. */
export function pathToUri(path: string): string {
  const segments = path.split('/').map((segment) => {
    const bytes = encodePath(segment);
    let uri = '';
    for (const byte of bytes) {
      const character = String.fromCharCode(byte);
      uri += /[A-Za-z0-9._~-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }
    return uri;
  });
  return segments.join('/');
}

/** Hardly any path has one, and that no surrogate stands alone is quickly told. */
function hasEscapes(path: string): boolean {
  return !path.isWellFormed() && path.search(LONE_ESCAPES) !== -1;
}
