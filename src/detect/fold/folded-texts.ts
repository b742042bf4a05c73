/** The texts that a source in JavaScript or TypeScript puts together, as far as a key may be in them. */
import type { Span } from '../decode/layer.ts';
import { anchorCodes, anchorPieces, encodedPieces } from '../join/needles.ts';
import { Evaluator, type Operand } from './evaluator.ts';
import { isNode, type Node } from './node.ts';
import { type Located, resolve } from './scopes.ts';
import { scriptsIn } from './scripts.ts';
import { joined, type Text, type Value } from './value.ts';

export interface FoldedText {
  readonly text: string;
  /** The expression, in UTF-16 units of the source. */
  readonly span: Span;
  /** The literals that the text came from. */
  readonly from: readonly Span[];
}

/** JSX and types together are what most sources parse as; a cast in angle brackets, or a sloppy script, is not. */
const DIALECTS = [
  ['tsx', 'module'],
  ['ts', 'module'],
  ['js', 'script'],
] as const;

/** Those that hold one of `anchors`. What cannot be parsed gives none. */
export function foldedTexts(source: string, anchors: readonly string[]): FoldedText[] {
  const scripts = scriptsIn(source);
  return scripts.flatMap(({ code, placeOf }) => {
    const isWorthIt = scripts.length === 1 || anchors.some((anchor) => mayHold(code, anchor));
    const program = isWorthIt ? parsed(code) : undefined;
    if (program === undefined) return [];
    const inText = ({ start, end }: Span): Span => ({ start: placeOf(start), end: placeOf(end) });
    return textsIn(program, code)
      .filter(({ text }) => anchors.some((anchor) => text.includes(anchor)))
      .map(({ text, span, from }) => ({ text, span: inText(span), from: from.map(inText) }));
  });
}

/** A map may have thousands of sources, of which one has to do with a key. */
function mayHold(code: string, anchor: string): boolean {
  return (
    code.includes(anchor) ||
    [...anchorPieces(anchor), ...anchorCodes(anchor), ...encodedPieces(anchor)].some((piece) =>
      code.includes(piece),
    )
  );
}

/** There is none for the platform, or it was left out at installation: then nothing is worked out. */
const parser = await import('oxc-parser').catch(() => undefined);

function parsed(source: string): Node | undefined {
  if (parser === undefined) return undefined;
  for (const [lang, sourceType] of DIALECTS) {
    const { program, errors } = parser.parseSync(`source.${lang}`, source, {
      lang,
      sourceType,
      preserveParens: false,
    });
    if (isNode(program) && (errors.length === 0 || program.body.length > 0)) return program;
  }
  return undefined;
}

function textsIn(program: Node, source: string): FoldedText[] {
  const resolved = resolve(program);
  const evaluator = new Evaluator(resolved);
  const found: FoldedText[] = [];
  let doneTo = 0;
  for (const expression of resolved.expressions) {
    const { start, end } = expression.node;
    if (end <= doneTo) continue;
    const texts = [...textsOf(evaluator, expression, source)];
    if (texts.some(({ span }) => span.start === start && span.end === end)) doneTo = end;
    found.push(...texts);
  }
  for (const binding of resolved.grown) {
    const last = binding.added.at(-1);
    const text = asWhole(evaluator.bindingValue(binding));
    if (last !== undefined && text !== undefined) found.push(folded(text, last.node));
  }
  return found;
}

/** Of a sum or a template, each row of neighbours that are known. */
function* textsOf(evaluator: Evaluator, expression: Located, source: string): Generator<FoldedText, void> {
  if (expression.node.type === 'CallExpression') {
    const text = asWhole(evaluator.valueOf(expression));
    if (text !== undefined) yield folded(text, expression.node);
    return;
  }
  const operands = evaluator.operandsOf(expression);
  let row: Operand[] = [];
  for (const operand of [...operands, undefined]) {
    if (operand?.value !== undefined && joined([operand.value]) !== undefined) {
      row.push(operand);
      continue;
    }
    const text = row.length > 1 ? joined(row.map(({ value }) => value)) : undefined;
    if (text !== undefined) {
      const isAll = row.length === operands.length;
      yield folded(text, isAll ? expression.node : spanOfRow(row, source));
    }
    row = [];
  }
}

function asWhole(value: Value | undefined): Text | undefined {
  return value?.kind === 'text' ? value : undefined;
}

function folded({ text, from }: Text, { start, end }: Span): FoldedText {
  return { text, span: { start, end }, from };
}

/** Pieces of a template come with what stands around them: a backtick, a bracket. */
function spanOfRow(row: readonly Operand[], source: string): Span {
  const { start } = row[0]!.node;
  const { end } = row.at(-1)!.node;
  const text = source.slice(start, end);
  const isQuasi = (operand: Operand) => operand.node.type === 'TemplateElement';
  return {
    start: isQuasi(row[0]!) && /^[`}]/.test(text) ? start + 1 : start,
    end: isQuasi(row.at(-1)!) ? end - (/(?:`|\$\{)$/.exec(text)?.[0].length ?? 0) : end,
  };
}
