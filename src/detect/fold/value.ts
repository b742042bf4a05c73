/** What expressions are worth. A text knows the literals that it came from. */
import type { Span } from '../decode/layer.ts';
import type { Node } from './node.ts';
import type { Scope } from './scopes.ts';

export type Value =
  | Text
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly from: readonly Span[] }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'pattern'; readonly source: string; readonly isGlobal: boolean }
  /** An object, an enumeration, a function: what is in it is evaluated when it is asked for. */
  | { readonly kind: 'node'; readonly node: Node; readonly scope: Scope };

export interface Text {
  readonly kind: 'text';
  readonly text: string;
  readonly from: readonly Span[];
}

const MAX_UNITS = 65_536;
/** More pieces of one text nobody writes. */
const MAX_PIECES = 2048;

/** Undefined where it would be too long. */
export function textOf(text: string, from: readonly Span[]): Text | undefined {
  return text.length > MAX_UNITS || from.length > MAX_PIECES ? undefined : { kind: 'text', text, from };
}

/** What a value is as a part of a text; undefined where it is more than that. */
export function asText(value: Value | undefined): Text | undefined {
  if (value?.kind === 'text') return value;
  if (value?.kind === 'number') return { kind: 'text', text: String(value.number), from: [] };
  return value?.kind === 'bytes' ? textOf(value.bytes.toString(), value.from) : undefined;
}

export function joined(values: readonly (Value | undefined)[], between = ''): Text | undefined {
  const texts: Text[] = [];
  let units = 0;
  for (const value of values) {
    const text = asText(value);
    units += (text?.text.length ?? 0) + between.length;
    if (text === undefined || units > MAX_UNITS) return undefined;
    texts.push(text);
  }
  return textOf(
    texts.map(({ text }) => text).join(between),
    texts.flatMap(({ from }) => from),
  );
}
