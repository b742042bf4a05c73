/** A source map that stands in the text itself, as a data URL: base64 or percent-encoded JSON (RFC 2397). */

export interface InlineMap {
  /** Half-open byte span of the data URL. */
  readonly start: number;
  readonly end: number;
  /** Where what is encoded begins. */
  readonly dataStart: number;
  readonly isBase64: boolean;
}

/** `data:`, a media type with its parameters, `;base64` or not, a comma. */
const HEAD =
  /^data:(?:application|text)\/(?:[a-z0-9.+-]{1,40}\+)?json(?:;[a-z0-9-]+=[a-z0-9-]*)*(;base64)?,/i;
const MAX_HEAD_BYTES = 200;
const NO_BASE64 = /[^A-Za-z0-9+/=_-]/;
/** `encodeURIComponent` leaves a single quote as it is. */
const NO_PERCENT = /[^!-~]|["`\\]|\*\//;
const STEP_BYTES = 64 * 1024;

/** Undefined where no data URL of a JSON text begins there, or an empty one: a script has yet to fill it. */
export function inlineMapAt(bytes: Buffer, start: number): InlineMap | undefined {
  const head = HEAD.exec(bytes.toString('latin1', start, start + MAX_HEAD_BYTES));
  if (head === null) return undefined;
  const isBase64 = head[1] !== undefined;
  const dataStart = start + head[0].length;
  const end = endOf(bytes, dataStart, isBase64 ? NO_BASE64 : NO_PERCENT);
  return end === dataStart ? undefined : { start, end, dataStart, isBase64 };
}

/** The bytes of the map. */
export function readInlineMap(bytes: Buffer, { dataStart, end, isBase64 }: InlineMap): Buffer {
  const text = bytes.toString('latin1', dataStart, end);
  return isBase64 ? Buffer.from(text, 'base64') : percentDecoded(text);
}

function endOf(bytes: Buffer, from: number, terminator: RegExp): number {
  for (let at = from; at < bytes.length; at += STEP_BYTES) {
    // One more, since a terminator may be of two signs.
    const found = bytes.toString('latin1', at, at + STEP_BYTES + 1).search(terminator);
    if (found !== -1) return at + found;
  }
  return bytes.length;
}

/** Byte by byte, so that a sign that encodes nothing stays what it is. */
function percentDecoded(text: string): Buffer {
  const decoded = text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}
