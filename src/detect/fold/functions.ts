/** Functions that every program has and that turn texts into texts. */
import { asText, type Text, textOf, type Value } from './value.ts';

type Known = (args: readonly Value[]) => Value | undefined;

const FUNCTIONS: ReadonlyMap<string, Known> = new Map<string, Known>(
  Object.entries({
    atob: ([text]) => decoded(text, (base64) => Buffer.from(base64, 'base64').toString('latin1')),
    decodeURIComponent: ([text]) => decoded(text, decodeURIComponent),
    decodeURI: ([text]) => decoded(text, decodeURI),
    unescape: ([text]) =>
      decoded(text, (escaped) =>
        escaped.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      ),
    String: ([text]) => asText(text),
    'String.fromCharCode': (args) => fromCodes(args),
    'String.fromCodePoint': (args) => fromCodes(args),
    'Buffer.from': ([text, encoding]) => bytesFrom(text, encoding),
    'Array.from': ([text]) => charactersOf(text),
    'Object.freeze': ([value]) => value,
  } satisfies Record<string, Known>),
);

/** What the name stands for has not been declared in the source. */
export function callFunction(name: string, args: readonly Value[]): Value | undefined {
  return FUNCTIONS.get(name)?.(args);
}

/** Of a list they are its items, of a text its characters. */
export function charactersOf(value: Value | undefined): Value | undefined {
  if (value?.kind === 'list') return value;
  const text = asText(value);
  if (text === undefined) return undefined;
  const { from } = text;
  return {
    kind: 'list',
    items: [...text.text].map((one, index) => ({ kind: 'text', text: one, from: index === 0 ? from : [] })),
  };
}

function decoded(value: Value | undefined, decode: (text: string) => string): Text | undefined {
  const text = asText(value);
  try {
    return text && textOf(decode(text.text), text.from);
  } catch {
    // Broken percent-encoding.
    return undefined;
  }
}

function fromCodes(args: readonly Value[]): Text | undefined {
  let text = '';
  for (const arg of args) {
    if (arg.kind !== 'number' || !(arg.number >= 0 && arg.number <= 0x10ffff)) return undefined;
    text += String.fromCodePoint(Math.floor(arg.number));
  }
  return textOf(text, []);
}

function bytesFrom(value: Value | undefined, encoding: Value | undefined): Value | undefined {
  if (value?.kind === 'list') {
    const numbers = value.items.flatMap((item) => (item.kind === 'number' ? [item.number] : []));
    return numbers.length === value.items.length
      ? { kind: 'bytes', bytes: Buffer.from(numbers), from: [] }
      : undefined;
  }
  const text = asText(value);
  const name = encoding === undefined ? 'utf8' : (asText(encoding)?.text ?? '');
  if (text === undefined || !Buffer.isEncoding(name)) return undefined;
  return { kind: 'bytes', bytes: Buffer.from(text.text, name), from: text.from };
}
