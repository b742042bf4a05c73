/** All decoders, and what each is asked in turn around a hit. */
import { backslashEscapes } from './backslash-escapes.ts';
import { Base64Pass } from './base64.ts';
import { HexPass } from './hex.ts';
import { htmlEntities } from './html-entities.ts';
import { jsonString } from './json-string.ts';
import type { DecoderPass } from './layer.ts';
import { percent } from './percent.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { TranscriberPass } from './transcriber.ts';
import { WideTextPass } from './wide-text.ts';

const ESCAPES = [percent, backslashEscapes, jsonString, htmlEntities, quotedPrintable];

/**
 * Decoders that have seen nothing yet. `gap` is how long a key may be, `own` the wide encoding of the text itself,
 * which is no step.
 */
export function newDecoders(gap: number, own?: string): DecoderPass[] {
  return [
    new Base64Pass(),
    new HexPass(),
    ...ESCAPES.map((syntax) => new TranscriberPass(syntax, gap)),
    new WideTextPass(own),
  ];
}
