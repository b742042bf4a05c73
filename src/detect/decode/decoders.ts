/** All decoders, and what each is asked in turn around a hit. */
import { JoinPass } from '../join/join-pass.ts';
import { backslashEscapes } from './backslash-escapes.ts';
import { Base64Pass } from './base64.ts';
import { CharCodesPass } from './char-codes.ts';
import { HexPass } from './hex.ts';
import { htmlEntities } from './html-entities.ts';
import { jsonString } from './json-string.ts';
import type { DecoderPass } from './layer.ts';
import { percent } from './percent.ts';
import { quotedPrintable } from './quoted-printable.ts';
import { ReversedPass } from './reversed.ts';
import { TranscriberPass } from './transcriber.ts';
import { WideTextPass } from './wide-text.ts';

const ESCAPES = [percent, backslashEscapes, jsonString, htmlEntities, quotedPrintable];

export interface DecoderOptions {
  readonly anchors: readonly string[];
  /** How long a key may be, with what patterns look at around it. */
  readonly keyReach: number;
}

/** Decoders that have seen nothing yet. `own` is the wide encoding of the text itself, which is no step. */
export function newDecoders({ anchors, keyReach }: DecoderOptions, own?: string): DecoderPass[] {
  return [
    new Base64Pass(),
    new HexPass(),
    ...ESCAPES.map((syntax) => new TranscriberPass(syntax, keyReach)),
    new WideTextPass(own),
    new CharCodesPass(),
    new ReversedPass(anchors, keyReach),
    new JoinPass(keyReach),
  ];
}
