/** Where in a text of YAML or JSON a value stands, so that lines can be put beside it and all else stays as it is. */
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { TtleaksError } from '../core/errors.ts';

export interface Place {
  readonly kind: 'map' | 'list' | 'text' | 'other';
  /** Of its first character. */
  readonly start: number;
  /** Written in brackets, on lines with others. */
  readonly isFlow: boolean;
}

const MAX_TEXT = 1_048_576;

/** Undefined where there is nothing at `path`. Throws CONFIG for what cannot be read. `text` is bytes as Latin-1. */
export function placeIn(file: string, text: string, path: readonly string[]): Place | undefined {
  if (text.length > MAX_TEXT) throw unusable(file, 'is larger than 1 MiB');
  const document = parseDocument(text, { uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) throw unusable(file, error.message.split('\n')[0] ?? 'cannot be read');
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (node === undefined || node === null || !hasRange(node)) return undefined;
  if (isScalar(node) && node.value === null) return undefined;
  return { kind: kindOf(node), start: node.range[0], isFlow: (node as YAMLMap).flow === true };
}

/** Of the line that `at` stands on. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function hasRange(node: unknown): node is Node & { range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && Array.isArray((node as Node).range);
}

function kindOf(node: Node): Place['kind'] {
  if (isMap(node)) return 'map';
  if (isSeq(node)) return 'list';
  return isScalar(node) && typeof node.value === 'string' ? 'text' : 'other';
}

export function unusable(file: string, why: string): TtleaksError {
  return new TtleaksError('CONFIG', `${file}: ${why}`);
}
