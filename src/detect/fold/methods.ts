/** Methods of strings, lists and bytes that are known to keep what is in them. Nothing of the source is ever run. */
import { asText, joined, type Text, textOf, type Value } from './value.ts';

type Method = (self: Text, args: readonly Value[]) => Value | undefined;

const STRING_METHODS: ReadonlyMap<string, Method> = new Map<string, Method>(
  Object.entries({
    concat: (self, args) => joined([self, ...args]),
    slice: (self, args) => cut(self, args, (text, from, to) => text.slice(from, to)),
    substring: (self, args) => cut(self, args, (text, from, to) => text.substring(from, to)),
    substr: (self, args) =>
      cut(self, args, (text, from, length) => text.slice(from).slice(0, length ?? text.length)),
    trim: (self) => textOf(self.text.trim(), self.from),
    trimStart: (self) => textOf(self.text.trimStart(), self.from),
    trimEnd: (self) => textOf(self.text.trimEnd(), self.from),
    toString: (self: Text) => self,
    valueOf: (self: Text) => self,
    toLowerCase: (self) => textOf(self.text.toLowerCase(), self.from),
    charAt: (self, args) => cut(self, args, (text, at) => text.charAt(at)),
    at: (self, args) => cut(self, args, (text, at) => text.at(at) ?? ''),
    split,
    replace: (self, args) => replace(self, args, false),
    replaceAll: (self, args) => replace(self, args, true),
  } satisfies Record<string, Method>),
);

export function callMethod(self: Value, name: string, args: readonly Value[]): Value | undefined {
  if (self.kind === 'list') return listMethod(self.items, name, args);
  if (self.kind === 'bytes') return name === 'toString' ? bytesAsText(self, args[0]) : undefined;
  const text = asText(self);
  const method = STRING_METHODS.get(name);
  return text && method?.(text, args);
}

function listMethod(items: readonly Value[], name: string, args: readonly Value[]): Value | undefined {
  switch (name) {
    case 'join': {
      const between = args.length === 0 ? ',' : asText(args[0])?.text;
      return between === undefined ? undefined : joined(items, between);
    }
    case 'reverse':
    case 'toReversed':
      return { kind: 'list', items: items.toReversed() };
    case 'slice':
      return { kind: 'list', items: items.slice(numberOf(args[0]), numberOf(args[1])) };
    case 'concat':
      return {
        kind: 'list',
        items: [...items, ...args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]))],
      };
    default:
      return undefined;
  }
}

function bytesAsText(self: Extract<Value, { kind: 'bytes' }>, encoding: Value | undefined): Text | undefined {
  const name = encoding === undefined ? 'utf8' : (asText(encoding)?.text ?? '');
  return Buffer.isEncoding(name) ? textOf(self.bytes.toString(name), self.from) : undefined;
}

function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === 'number' ? value.number : undefined;
}

function cut(
  { text, from }: Text,
  [first, second]: readonly Value[],
  take: (text: string, from: number, to: number | undefined) => string,
): Text | undefined {
  const isKnown = [first, second].every((value) => value === undefined || value.kind === 'number');
  return isKnown ? textOf(take(text, numberOf(first) ?? 0, numberOf(second)), from) : undefined;
}

/** Each item is the whole text's: which literal a character came from is not followed so far. */
function split({ text, from }: Text, [separator]: readonly Value[]): Value | undefined {
  const at = separator && asText(separator)?.text;
  if (at === undefined) return undefined;
  return {
    kind: 'list',
    items: text
      .split(at)
      .map((piece, index) => ({ kind: 'text', text: piece, from: index === 0 ? from : [] })),
  };
}

/** Patterns of a source are not run: of one that is nothing but characters, these are replaced. */
const PLAIN_PATTERN = /^(?:[\w\s\-#~@!%&=:;,<>"'`/]|\\[.\-/$*+?^|()[\]{}\\])+$/;

function replace(
  { text, from }: Text,
  [pattern, replacement]: readonly Value[],
  isAll: boolean,
): Text | undefined {
  const by = replacement && asText(replacement);
  const wanted = pattern?.kind === 'pattern' ? plainOf(pattern.source) : pattern && asText(pattern)?.text;
  if (by === undefined || by.text.includes('$') || wanted === undefined) return undefined;
  const isEach = isAll || (pattern?.kind === 'pattern' && pattern.isGlobal);
  const replaced = isEach ? text.replaceAll(wanted, by.text) : text.replace(wanted, by.text);
  return textOf(replaced, [...from, ...by.from]);
}

function plainOf(source: string): string | undefined {
  const isOneClass = /^\[[^\\\]^-]\]$/.test(source);
  if (isOneClass) return source[1];
  return PLAIN_PATTERN.test(source) ? source.replace(/\\(?=\W)/g, '') : undefined;
}
