/** Leads texts that a source puts together back to its bytes, so that they are looked at as what decoders make is. */
import { isUtf8 } from 'node:buffer';
import type { Decoded, Span } from '../decode/layer.ts';
import type { FoldedText } from './folded-texts.ts';

/** What is not UTF-8 is read byte by byte. */
export function sourceOf(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

export interface FoldedLayer extends Decoded {
  /** The literals that the text came from, in the order of the source. */
  readonly from: readonly Span[];
}

export function foldedLayers(bytes: Buffer, texts: readonly FoldedText[]): FoldedLayer[] {
  const offsets = byteOffsets(bytes, texts);
  const inBytes = ({ start, end }: Span): Span => ({ start: offsets.get(start)!, end: offsets.get(end)! });
  return texts.map(({ text, span, from }) => {
    const run = inBytes(span);
    return {
      step: 'folded',
      bytes: Buffer.from(text),
      run,
      isCut: false,
      endsWithLayer: false,
      spanOf: () => run,
      isDoubtful: () => true,
      from: from.map(inBytes).sort((a, b) => a.start - b.start),
    };
  });
}

/** Of UTF-16 units, in one pass. */
function byteOffsets(bytes: Buffer, texts: readonly FoldedText[]): Map<number, number> {
  const source = sourceOf(bytes);
  const units = new Set(
    texts.flatMap(({ span, from }) => [span, ...from].flatMap(({ start, end }) => [start, end])),
  );
  const isWide = source.length !== bytes.length;
  const offsets = new Map<number, number>();
  let last = 0;
  let offset = 0;
  for (const unit of [...units].sort((a, b) => a - b)) {
    offset += isWide ? Buffer.byteLength(source.slice(last, unit)) : unit - last;
    last = unit;
    offsets.set(unit, offset);
  }
  return offsets;
}
