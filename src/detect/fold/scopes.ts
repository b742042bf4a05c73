/**
 * Which name means what: one walk over the tree that notes declarations, writes, and the expressions that may be worth
 * to evaluate. Without recursion, since a tree may be as deep as its source is long.
 */
import { childrenOf, isNode, type Node, nodeIn, nodesIn, textIn, unwrapped } from './node.ts';

export interface Binding {
  /** What it is given where it is declared, or the first time that it is written. */
  value?: Located;
  /** What is added to it later, with `+=`. */
  readonly added: Located[];
  /** More is done to it than that. */
  isVague: boolean;
}

export interface Located {
  readonly node: Node;
  readonly scope: Scope;
}

export class Scope {
  readonly parent: Scope | undefined;
  readonly isFunction: boolean;
  readonly #bindings = new Map<string, Binding>();

  constructor(parent: Scope | undefined, isFunction: boolean) {
    this.parent = parent;
    this.isFunction = isFunction;
  }

  declare(name: string, value: Located | undefined, isVague: boolean): Binding {
    const known = this.#bindings.get(name);
    const binding: Binding = known ?? { added: [], isVague };
    if (known !== undefined && (value !== undefined || isVague))
      known.isVague ||= isVague || known.value !== undefined;
    if (value !== undefined) binding.value ??= value;
    this.#bindings.set(name, binding);
    return binding;
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent) {
      const binding = scope.#bindings.get(name);
      if (binding !== undefined) return binding;
    }
    return undefined;
  }

  get ofFunction(): Scope {
    let scope: Scope = this;
    while (!scope.isFunction && scope.parent !== undefined) scope = scope.parent;
    return scope;
  }
}

export interface Resolved {
  /** Outer ones before those within them. */
  readonly expressions: readonly Located[];
  /** Names that are given their value in several steps. */
  readonly grown: readonly Binding[];
  readonly scopeOf: ReadonlyMap<Node, Scope>;
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const BLOCKS = new Set([
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
  'StaticBlock',
  'TSModuleBlock',
]);

function isSum(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'BinaryExpression' && node.operator === '+');
}

interface Write extends Located {
  readonly name: string;
  /** Undefined where it cannot be told what is written. */
  readonly operator: string | undefined;
}

export function resolve(program: Node): Resolved {
  return new Resolver().run(program);
}

class Resolver {
  readonly #expressions: Located[] = [];
  /** Of sums and templates: they are looked at together. */
  readonly #parts = new Set<Node>();
  readonly #writes: Write[] = [];
  readonly #scopeOf = new Map<Node, Scope>();

  run(program: Node): Resolved {
    const stack: Located[] = [{ node: program, scope: new Scope(undefined, true) }];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { node } = next;
      const isOfParts = isSum(node);
      if ((isOfParts && !this.#parts.has(node)) || node.type === 'CallExpression')
        this.#expressions.push(next);
      if (isOfParts)
        for (const part of childrenOf(node).map(unwrapped)) if (isSum(part)) this.#parts.add(part);
      const scope = this.#enter(next);
      const children = childrenOf(node);
      for (let index = children.length - 1; index >= 0; index--)
        stack.push({ node: children[index]!, scope });
    }
    const grown = new Set<Binding>();
    for (const write of this.#writes) this.#apply(write, grown);
    return { expressions: this.#expressions, grown: [...grown], scopeOf: this.#scopeOf };
  }

  /** Notes what a node declares or writes; gives the scope of what is in it. */
  #enter({ node, scope }: Located): Scope {
    if (FUNCTIONS.has(node.type)) return this.#function(node, scope);
    if (BLOCKS.has(node.type)) {
      const inner = new Scope(scope, false);
      const param = nodeIn(node, 'param');
      if (param !== undefined) declareVague(param, inner);
      const left = node.type === 'ForStatement' ? undefined : nodeIn(node, 'left');
      if (left !== undefined && left.type !== 'VariableDeclaration') this.#writeVague(left, scope);
      return inner;
    }
    if (node.type === 'VariableDeclaration') declareVariables(node, scope);
    else if (node.type === 'ImportDeclaration') declareVague(node, scope);
    else if (node.type === 'ClassDeclaration') declareNamed(node, scope, true);
    else if (node.type === 'TSEnumDeclaration') declareNamed(node, scope, false);
    else if (node.type === 'AssignmentExpression') this.#assignment(node, scope);
    else if (node.type === 'UpdateExpression') this.#writeVague(nodeIn(node, 'argument'), scope);
    return scope;
  }

  #function(node: Node, scope: Scope): Scope {
    if (node.type === 'FunctionDeclaration') declareNamed(node, scope, false);
    const inner = new Scope(scope, true);
    this.#scopeOf.set(node, inner);
    for (const param of nodesIn(node, 'params')) declareVague(param, inner);
    return inner;
  }

  #assignment(node: Node, scope: Scope): void {
    const left = nodeIn(node, 'left');
    const right = nodeIn(node, 'right');
    const name = left?.type === 'Identifier' ? textIn(left, 'name') : undefined;
    if (name === undefined || right === undefined) this.#writeVague(left, scope);
    else this.#writes.push({ name, operator: textIn(node, 'operator'), node: right, scope });
  }

  /** To a pattern, or in a way that is not followed. What is done to members of objects is not seen. */
  #writeVague(target: Node | undefined, scope: Scope): void {
    if (target === undefined || target.type === 'MemberExpression') return;
    for (const name of namesIn(target)) this.#writes.push({ name, operator: undefined, node: target, scope });
  }

  #apply({ name, operator, node, scope }: Write, grown: Set<Binding>): void {
    const binding = scope.find(name);
    if (binding === undefined) return;
    if (operator === '+=') {
      binding.added.push({ node, scope });
      grown.add(binding);
    } else if (operator === '=' && binding.value === undefined && binding.added.length === 0) {
      binding.value = { node, scope };
    } else binding.isVague = true;
  }
}

function declareVariables(node: Node, scope: Scope): void {
  const target = node.kind === 'var' ? scope.ofFunction : scope;
  for (const declarator of nodesIn(node, 'declarations')) {
    const id = nodeIn(declarator, 'id');
    const init = nodeIn(declarator, 'init');
    const name = id?.type === 'Identifier' ? textIn(id, 'name') : undefined;
    if (name !== undefined) target.declare(name, init && { node: init, scope }, false);
    else if (id !== undefined) declareVague(id, target);
  }
}

function declareNamed(node: Node, scope: Scope, isVague: boolean): void {
  const id = nodeIn(node, 'id');
  const name = id && textIn(id, 'name');
  if (name !== undefined) scope.declare(name, isVague ? undefined : { node, scope }, isVague);
}

function declareVague(pattern: Node, scope: Scope): void {
  for (const name of namesIn(pattern)) scope.declare(name, undefined, true);
}

/** How deep patterns are followed: deeper ones nobody writes. */
const MAX_PATTERN_DEPTH = 16;

function namesIn(pattern: Node, depth = 0): string[] {
  if (pattern.type === 'Identifier') return [textIn(pattern, 'name') ?? ''];
  if (depth === MAX_PATTERN_DEPTH) return [];
  const fields = ['left', 'argument', 'value', 'local', 'properties', 'elements', 'specifiers', 'parameter'];
  return fields
    .flatMap((field): unknown => pattern[field])
    .filter(isNode)
    .flatMap((inner) => namesIn(inner, depth + 1));
}
