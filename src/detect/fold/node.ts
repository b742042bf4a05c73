/** Nodes of a syntax tree of JavaScript (ESTree), as they come from the parser: any shape, since the source is hostile. */

export interface Node {
  readonly type: string;
  /** UTF-16 units in the source. */
  readonly start: number;
  readonly end: number;
  readonly operator?: unknown;
  readonly kind?: unknown;
  readonly computed?: unknown;
  readonly value?: unknown;
  readonly elements?: unknown;
  readonly regex?: unknown;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export function nodeIn(parent: Node, field: string): Node | undefined {
  const value = parent[field];
  return isNode(value) ? value : undefined;
}

export function nodesIn(parent: Node, field: string): readonly Node[] {
  const value = parent[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textIn(parent: Node, field: string): string | undefined {
  const value = parent[field];
  return typeof value === 'string' ? value : undefined;
}

/** In the order of the source. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** What only changes the type of an expression, or nothing. */
const WRAPPERS = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ChainExpression',
]);

export function unwrapped(node: Node): Node {
  let inner = node;
  while (WRAPPERS.has(inner.type)) {
    const next = nodeIn(inner, 'expression');
    if (next === undefined) break;
    inner = next;
  }
  return inner;
}
