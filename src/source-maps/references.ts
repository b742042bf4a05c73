/**
 * Where a text names its source map: `//# sourceMappingURL=…`, `//@` as it once was, `/*#` in style sheets. Maps that
 * stand in the text itself are found wherever they stand: bundles for development have one for each module, within the
 * string that the module is kept in.
 */
import { type InlineMap, inlineMapAt } from './data-url.ts';

export const REFERENCE_MARK = 'sourceMappingURL=';
const OPENING = /\/[/*][#@]\s{0,8}$/;
/** More than any bundle has modules. */
const MAX_REFERENCES = 10_000;
const MAX_URL_BYTES = 4096;

export interface References {
  readonly inline: readonly InlineMap[];
  /** What the text itself says of its map; the last word counts. */
  readonly last: InlineMap | string | undefined;
}

export function referencesIn(bytes: Buffer): References {
  const inline: InlineMap[] = [];
  let last: References['last'];
  let at = bytes.indexOf(REFERENCE_MARK);
  for (let count = 0; at !== -1 && count < MAX_REFERENCES; count++) {
    const start = at + REFERENCE_MARK.length;
    const reference = OPENING.test(bytes.toString('latin1', Math.max(0, at - 12), at))
      ? referenceAt(bytes, start)
      : undefined;
    if (typeof reference === 'object') inline.push(reference);
    last = reference ?? last;
    at = bytes.indexOf(REFERENCE_MARK, typeof reference === 'object' ? reference.end : start);
  }
  return { inline, last };
}

/** Undefined for what only looks like one, such as a data URL that a script has yet to put together. */
function referenceAt(bytes: Buffer, start: number): InlineMap | string | undefined {
  const text = bytes.toString('utf8', start, start + MAX_URL_BYTES);
  if (/^data:/i.test(text)) return inlineMapAt(bytes, start);
  return /^[^\s'"`\\]+/.exec(text)?.[0].replace(/\*\/$/, '') || undefined;
}
