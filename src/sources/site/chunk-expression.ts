/**
 * The function by which a bundler's runtime makes a chunk's file name of its id, read as data:
 * `e=>"js/"+({12:"about"}[e]||e)+"."+{12:"9ab3"}[e]+".js"`. Only what such functions are made of is understood:
 * strings, templates, numbers, tables, `+`, `||`, `??`, `===`, `?:`. Nothing is run.
 */

/** The text for an id; undefined where the function has none. */
type Value = (id: string) => string | undefined;

export interface ChunkFunction {
  readonly nameOf: Value;
  /** The ids that stand in it. */
  readonly ids: readonly string[];
}

const GAP = String.raw`\s{0,200}(?:(?:\/\/[^\n]{0,500}\n|\/\*[^*]{0,500}\*\/)\s{0,200}){0,20}`;
const NAME = String.raw`[A-Za-z_$][\w$]{0,100}`;
const HEAD = new RegExp(
  `function\\s{0,20}(?:${NAME})?\\s{0,20}\\(\\s{0,20}(${NAME})\\s{0,20}\\)\\s{0,20}\\{|\\(?\\s{0,20}(${NAME})\\s{0,20}\\)?\\s{0,20}=>\\s{0,20}\\{?`,
  'y',
);
const TOKEN = new RegExp(
  `${GAP}(?:${[
    String.raw`("(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}')`,
    '`((?:[^`\\\\]|\\\\.){0,4000})`',
    String.raw`((?:\d{1,20}\.?\d{0,20}|\.\d{1,20})(?:e\d{1,3})?)`,
    `(${NAME})`,
    String.raw`(={2,3}|\|\||\?\?|[-+?:.,;()[\]{}])`,
  ].join('|')})`,
  'y',
);
/** What may stand behind the expression. */
const END = /^[,;)}]$/;
const MAX_DEPTH = 50;

/** The function that stands at `at`; undefined where there is none, or one that does more than to make a name. */
export function chunkFunctionAt(text: string, at: number): ChunkFunction | undefined {
  HEAD.lastIndex = at;
  const head = HEAD.exec(text);
  if (head === null) return undefined;
  const parser = new ExpressionParser(text, HEAD.lastIndex, head[1] ?? head[2] ?? '');
  try {
    const nameOf = parser.body();
    return { nameOf, ids: [...parser.ids] };
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

class NotUnderstood extends Error {}

interface Token {
  readonly kind: 'text' | 'template' | 'number' | 'name' | 'sign';
  readonly text: string;
}

class ExpressionParser {
  readonly ids = new Set<string>();
  readonly #text: string;
  readonly #parameter: string;
  #at: number;
  #depth = 0;
  #next: Token | undefined;
  /** The one that was read last. */
  #table: ReadonlyMap<string, string> | undefined;

  constructor(text: string, at: number, parameter: string) {
    this.#text = text;
    this.#at = at;
    this.#parameter = parameter;
    this.#advance();
  }

  /** `if (e === 1) return "a.js"; return …`, or a single expression. */
  body(): Value {
    if (this.#takesWord('if')) {
      this.#expect('(');
      const condition = this.expression();
      this.#expect(')');
      this.#takes('{');
      const then = this.body();
      this.#takes('}');
      const otherwise = this.body();
      return (id) => (condition(id) ? then(id) : otherwise(id));
    }
    this.#takesWord('return');
    const value = this.expression();
    if (this.#next !== undefined && !END.test(this.#next.text)) throw new NotUnderstood();
    this.#takes(';');
    return value;
  }

  expression(): Value {
    if (++this.#depth > MAX_DEPTH) throw new NotUnderstood();
    const condition = this.#either();
    this.#depth--;
    if (!this.#takes('?')) return condition;
    const then = this.expression();
    this.#expect(':');
    const otherwise = this.expression();
    return (id) => (condition(id) ? then(id) : otherwise(id));
  }

  #either(): Value {
    let left = this.#equality();
    while (this.#takes('||') || this.#takes('??')) {
      const [first, second] = [left, this.#equality()];
      left = (id) => first(id) || second(id);
    }
    return left;
  }

  #equality(): Value {
    const left = this.#sum();
    if (!this.#takes('===') && !this.#takes('==')) return left;
    const right = this.#sum();
    // An id that is compared with a constant: either may stand first.
    for (const side of [left, right]) {
      const constant = side('');
      if (constant) this.ids.add(constant);
    }
    return (id) => (left(id) === right(id) ? 'true' : '');
  }

  #sum(): Value {
    let left = this.#member();
    while (this.#takes('+')) {
      const [first, second] = [left, this.#member()];
      left = (id) => joined(first(id), second(id));
    }
    return left;
  }

  /** A table with its index, in parentheses or not; a field of the runtime, such as its public path. */
  #member(): Value {
    this.#table = undefined;
    const value = this.#primary();
    while (this.#takes('.')) this.#take('name');
    return this.#takes('[') ? this.#lookUp() : value;
  }

  #lookUp(): Value {
    const table = this.#table;
    if (table === undefined) throw new NotUnderstood();
    const index = this.expression();
    this.#expect(']');
    return (id) => table.get(index(id) ?? '');
  }

  #primary(): Value {
    const token = this.#next;
    if (token?.kind === 'text') return this.#constant(stringOf(token.text));
    if (token?.kind === 'number') return this.#constant(String(Number(token.text)));
    if (token?.kind === 'template') return this.#template(token.text);
    if (token?.kind === 'name') return this.#name(token.text);
    if (this.#takes('(')) {
      const inner = this.expression();
      this.#expect(')');
      return inner;
    }
    this.#expect('{');
    return this.#tableValue();
  }

  #constant(text: string): Value {
    this.#advance();
    return () => text;
  }

  /** Any other name is the runtime, whose public path the name is relative to. */
  #name(name: string): Value {
    this.#advance();
    return name === this.#parameter ? (id) => id : () => '';
  }

  #template(text: string): Value {
    this.#advance();
    const parts = text.split(/\$\{\s*([\w$]+)\s*\}/).map((part, index): Value => {
      if (index % 2 === 1 && part === this.#parameter) return (id) => id;
      if (index % 2 === 1 || part.includes('${')) throw new NotUnderstood();
      return () => stringOf(`"${part}"`);
    });
    return (id) => parts.map((part) => part(id)).reduce(joined);
  }

  /** Behind its brace. */
  #tableValue(): Value {
    const table = new Map<string, string>();
    while (!this.#takes('}')) {
      const key = this.#literal();
      this.#expect(':');
      table.set(key, this.#literal());
      this.ids.add(key);
      if (!this.#takes(',') && this.#next?.text !== '}') throw new NotUnderstood();
    }
    this.#table = table;
    return () => undefined;
  }

  #literal(): string {
    const { kind, text } = this.#next ?? { kind: 'sign', text: '' };
    if (kind === 'sign' || kind === 'template') throw new NotUnderstood();
    this.#advance();
    if (kind === 'text') return stringOf(text);
    return kind === 'number' ? String(Number(text)) : text;
  }

  #take(kind: Token['kind']): void {
    if (this.#next?.kind !== kind) throw new NotUnderstood();
    this.#advance();
  }

  #takes(sign: string): boolean {
    if (this.#next?.kind !== 'sign' || this.#next.text !== sign) return false;
    this.#advance();
    return true;
  }

  #takesWord(word: string): boolean {
    if (this.#next?.kind !== 'name' || this.#next.text !== word) return false;
    this.#advance();
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw new NotUnderstood();
  }

  #advance(): void {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match === null) {
      this.#next = undefined;
      return;
    }
    this.#at = TOKEN.lastIndex;
    const kinds = ['text', 'template', 'number', 'name', 'sign'] as const;
    const index = kinds.findIndex((_, kind) => match[kind + 1] !== undefined);
    this.#next = { kind: kinds[index] ?? 'sign', text: match[index + 1] ?? '' };
  }
}

function joined(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || right === undefined ? undefined : left + right;
}

/** Without its quotes and escapes. */
function stringOf(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, wide, narrow, plain) => {
      const digits: string | undefined = wide ?? narrow;
      return digits === undefined ? String(plain) : String.fromCharCode(Number.parseInt(digits, 16));
    });
}
