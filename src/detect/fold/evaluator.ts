/**
 * Works out texts that a source puts together from literals, without running any of it: `+`, templates, constants,
 * members of constant objects, and calls of functions that are known. Bounded in depth, in steps, and in what comes out.
 */
import { callFunction, charactersOf } from './functions.ts';
import { callMethod } from './methods.ts';
import { isNode, type Node, nodeIn, nodesIn, textIn, unwrapped } from './node.ts';
import type { Binding, Located, Resolved, Scope } from './scopes.ts';
import { asText, joined, textOf, type Value } from './value.ts';

const MAX_DEPTH = 100;
const MAX_STEPS = 5_000_000;
/** Through which a global function may be called. */
const GLOBALS = new Set(['window', 'self', 'globalThis', 'global']);

export class Evaluator {
  readonly #scopeOf: Resolved['scopeOf'];
  /** `undefined`: not to be told, or on its way, so that what leads back to itself ends. */
  readonly #known = new Map<Binding, Value | undefined>();
  #depth = 0;
  #steps = 0;

  constructor({ scopeOf }: Resolved) {
    this.#scopeOf = scopeOf;
  }

  get isExhausted(): boolean {
    return this.#steps > MAX_STEPS;
  }

  valueOf({ node, scope }: Located): Value | undefined {
    if (this.#depth >= MAX_DEPTH || this.#steps++ > MAX_STEPS) return undefined;
    this.#depth++;
    try {
      return this.#valueOf(unwrapped(node), scope);
    } finally {
      this.#depth--;
    }
  }

  bindingValue(binding: Binding): Value | undefined {
    if (this.#known.has(binding)) return this.#known.get(binding);
    this.#known.set(binding, undefined);
    const { value, added, isVague } = binding;
    if (isVague || value === undefined) return undefined;
    const first = this.valueOf(value);
    const whole = added.length === 0 ? first : joined([first, ...added.map((part) => this.valueOf(part))]);
    this.#known.set(binding, whole);
    return whole;
  }

  #valueOf(node: Node, scope: Scope): Value | undefined {
    const field = (name: string): Value | undefined => {
      const inner = nodeIn(node, name);
      return inner && this.valueOf({ node: inner, scope });
    };
    switch (node.type) {
      case 'Literal':
        return literalValue(node);
      case 'Identifier': {
        const binding = scope.find(textIn(node, 'name') ?? '');
        return binding && this.bindingValue(binding);
      }
      case 'BinaryExpression':
      case 'TemplateLiteral':
        return joined(this.operandsOf({ node, scope }).map(({ value }) => value));
      case 'UnaryExpression':
        return negative(node, field('argument'));
      case 'ArrayExpression':
        return this.#list(node, scope);
      case 'MemberExpression':
        return this.#member(node, scope);
      case 'CallExpression':
        return this.#call(node, scope);
      case 'SequenceExpression': {
        const last = nodesIn(node, 'expressions').at(-1);
        return last && this.valueOf({ node: last, scope });
      }
      case 'LogicalExpression':
        return field('left') ?? field('right');
      case 'AwaitExpression':
        return field('argument');
      case 'AssignmentExpression':
        return node.operator === '=' ? field('right') : undefined;
      case 'ObjectExpression':
      case 'TSEnumDeclaration':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        return { kind: 'node', node, scope };
      default:
        return undefined;
    }
  }

  /** What a sum or a template is made of, in its order; other expressions are one operand. */
  operandsOf(whole: Located): Operand[] {
    const operands: Operand[] = [];
    const waiting: Node[] = [whole.node];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const node = unwrapped(next);
      if (node.type === 'BinaryExpression' && node.operator === '+') {
        for (const side of [nodeIn(node, 'right'), nodeIn(node, 'left')]) if (side) waiting.push(side);
      } else if (node.type === 'TemplateLiteral') waiting.push(...templateParts(node).reverse());
      else if (node.type === 'TemplateElement') operands.push({ node, value: quasiValue(node) });
      else if (node.type === 'BinaryExpression') operands.push({ node, value: undefined });
      else operands.push({ node, value: this.valueOf({ node, scope: whole.scope }) });
    }
    return operands;
  }

  #list(node: Node, scope: Scope): Value | undefined {
    const items: Value[] = [];
    for (const element of (node.elements as readonly unknown[] | undefined) ?? []) {
      if (!isNode(element)) return undefined;
      const isSpread = element.type === 'SpreadElement';
      const inner = isSpread ? nodeIn(element, 'argument') : element;
      const value = inner && this.valueOf({ node: inner, scope });
      const added = isSpread ? charactersOf(value) : value;
      if (added === undefined) return undefined;
      if (isSpread && added.kind === 'list') items.push(...added.items);
      else items.push(added);
    }
    return { kind: 'list', items };
  }

  #member(node: Node, scope: Scope): Value | undefined {
    const object = nodeIn(node, 'object');
    const self = object && this.valueOf({ node: object, scope });
    const name = this.#propertyName(node, 'property', scope);
    if (self === undefined || name === undefined) return undefined;
    if (self.kind === 'list') return self.items[Number(name)];
    if (self.kind !== 'node') return undefined;
    const property = propertiesOf(self.node).findLast((each) => this.#keyOf(each, self.scope) === name);
    const value = property && (nodeIn(property, 'value') ?? nodeIn(property, 'initializer'));
    return value && this.valueOf({ node: value, scope: self.scope });
  }

  #keyOf(property: Node, scope: Scope): string | undefined {
    return this.#propertyName(property, property.type === 'TSEnumMember' ? 'id' : 'key', scope);
  }

  #propertyName(node: Node, field: string, scope: Scope): string | undefined {
    const key = nodeIn(node, field);
    if (key === undefined) return undefined;
    if (node.computed !== true && key.type === 'Identifier') return textIn(key, 'name');
    return asText(this.valueOf({ node: key, scope }))?.text;
  }

  #call(node: Node, scope: Scope): Value | undefined {
    const callee = nodeIn(node, 'callee');
    if (callee === undefined) return undefined;
    const inner = unwrapped(callee);
    const args = this.#arguments(node, scope);
    if (args === undefined) return undefined;
    const name = globalName(inner, scope);
    const known = name && callFunction(name, args);
    if (known) return cameFrom(known, node);
    if (inner.type === 'MemberExpression') {
      const object = nodeIn(inner, 'object');
      const self = object && this.valueOf({ node: object, scope });
      const method = this.#propertyName(inner, 'property', scope);
      if (self !== undefined && self.kind !== 'node' && method !== undefined)
        return callMethod(self, method, args);
    }
    const called = this.valueOf({ node: inner, scope });
    return called?.kind === 'node' ? this.#returned(called.node) : undefined;
  }

  #arguments(node: Node, scope: Scope): Value[] | undefined {
    const args: Value[] = [];
    for (const argument of nodesIn(node, 'arguments')) {
      const isSpread = argument.type === 'SpreadElement';
      const inner = isSpread ? nodeIn(argument, 'argument') : argument;
      const value = inner && this.valueOf({ node: inner, scope });
      if (value === undefined) return undefined;
      if (isSpread && value.kind === 'list') args.push(...value.items);
      else args.push(value);
    }
    return args;
  }

  /** Of a function that does nothing but return something. */
  #returned(node: Node): Value | undefined {
    const scope = this.#scopeOf.get(node);
    const body = nodeIn(node, 'body');
    if (scope === undefined || body === undefined || nodesIn(node, 'params').length > 0) return undefined;
    if (body.type !== 'BlockStatement') return this.valueOf({ node: body, scope });
    const [only, ...others] = nodesIn(body, 'body');
    const result =
      only?.type === 'ReturnStatement' && others.length === 0 ? nodeIn(only, 'argument') : undefined;
    return result && this.valueOf({ node: result, scope });
  }
}

export interface Operand {
  readonly node: Node;
  readonly value: Value | undefined;
}

function literalValue(node: Node): Value | undefined {
  const { value, regex } = node;
  if (typeof value === 'string') return textOf(value, [{ start: node.start, end: node.end }]);
  if (typeof value === 'number') return { kind: 'number', number: value };
  if (typeof regex !== 'object' || regex === null) return undefined;
  const { pattern, flags } = regex as Record<string, unknown>;
  if (typeof pattern !== 'string' || typeof flags !== 'string' || /[^g]/.test(flags)) return undefined;
  return { kind: 'pattern', source: pattern, isGlobal: flags === 'g' };
}

/** What is made of numbers came from no literal: then it is the call that stands for it. */
function cameFrom(value: Value, { start, end }: Node): Value {
  const isFromNone = (value.kind === 'text' || value.kind === 'bytes') && value.from.length === 0;
  return isFromNone ? { ...value, from: [{ start, end }] } : value;
}

function negative(node: Node, value: Value | undefined): Value | undefined {
  return node.operator === '-' && value?.kind === 'number'
    ? { kind: 'number', number: -value.number }
    : undefined;
}

function templateParts(node: Node): Node[] {
  const expressions = nodesIn(node, 'expressions');
  return nodesIn(node, 'quasis').flatMap((quasi, index) => [quasi, ...expressions.slice(index, index + 1)]);
}

function quasiValue(node: Node): Value | undefined {
  const cooked = (node.value as { cooked?: unknown } | undefined)?.cooked;
  return typeof cooked === 'string' ? textOf(cooked, [{ start: node.start, end: node.end }]) : undefined;
}

function propertiesOf(node: Node): readonly Node[] {
  if (node.type === 'ObjectExpression') return nodesIn(node, 'properties');
  return nodesIn(nodeIn(node, 'body') ?? node, 'members');
}

/** `atob`, `window.atob`, `String.fromCharCode`: of what the source does not declare itself. */
function globalName(callee: Node, scope: Scope): string | undefined {
  if (callee.type === 'Identifier') {
    const name = textIn(callee, 'name') ?? '';
    return scope.find(name) === undefined ? name : undefined;
  }
  const object = callee.type === 'MemberExpression' ? nodeIn(callee, 'object') : undefined;
  const property = nodeIn(callee, 'property');
  if (object?.type !== 'Identifier' || property?.type !== 'Identifier' || callee.computed === true)
    return undefined;
  const name = textIn(object, 'name') ?? '';
  if (scope.find(name) !== undefined) return undefined;
  return GLOBALS.has(name) ? textIn(property, 'name') : `${name}.${textIn(property, 'name')}`;
}
