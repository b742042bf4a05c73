/**
 * Measures the syntax tree of a pattern: how long a match may be, how far the pattern looks, and in how many ways the
 * engine may try it. Refuses on the way what has no measure.
 */
import type { AST } from '@eslint-community/regexpp';

/** `message` says what is wrong and what to do instead. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

export interface Extent {
  /** Characters of the longest match. */
  readonly maxLength: number;
  /** Characters, from the begin of the match, that look-aheads may see. */
  readonly reach: number;
  /** Characters that the longest look-behind sees. */
  readonly behind: number;
  /** Paths through the pattern: the product of all choices, an upper bound of what backtracking tries. */
  readonly ways: number;
  /** Some repeat in it may stop early. */
  readonly isVariable: boolean;
}

const NOTHING: Extent = { maxLength: 0, reach: 0, behind: 0, ways: 1, isVariable: false };
const ONE_CHARACTER: Extent = { ...NOTHING, maxLength: 1, reach: 1 };

export function extentOf(alternatives: readonly AST.Alternative[]): Extent {
  const extents = alternatives.map(({ elements }) => inSequence(elements));
  return {
    maxLength: Math.max(...extents.map(({ maxLength }) => maxLength)),
    reach: Math.max(...extents.map(({ reach }) => reach)),
    behind: Math.max(...extents.map(({ behind }) => behind)),
    ways: extents.reduce((sum, { ways }) => sum + ways, 0),
    isVariable: extents.some(({ isVariable }) => isVariable),
  };
}

function inSequence(elements: readonly AST.Element[]): Extent {
  let whole = NOTHING;
  for (const element of elements) whole = followedBy(whole, extentOfElement(element));
  return whole;
}

function followedBy(a: Extent, b: Extent): Extent {
  return {
    maxLength: a.maxLength + b.maxLength,
    reach: Math.max(a.reach, a.maxLength + b.reach),
    behind: Math.max(a.behind, b.behind),
    ways: a.ways * b.ways,
    isVariable: a.isVariable || b.isVariable,
  };
}

export function extentOfElement(element: AST.Element): Extent {
  switch (element.type) {
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return ONE_CHARACTER;
    case 'Group':
    case 'CapturingGroup':
      return extentOf(element.alternatives);
    case 'Quantifier':
      return repeated(element);
    case 'Assertion':
      return ofAssertion(element);
    case 'Backreference':
      throw new PatternError(`no back-references: write ${element.raw} out`);
    case 'ExpressionCharacterClass':
      throw new PatternError(`write the set ${element.raw} as a plain class`);
    default:
      throw element satisfies never;
  }
}

function repeated({ element, min, max, raw }: AST.Quantifier): Extent {
  if (max === Number.POSITIVE_INFINITY)
    throw new PatternError(`give the repeat ${raw} an upper bound, as in {1,64}`);
  const once = extentOfElement(element);
  if (max > 1 && once.isVariable)
    throw new PatternError(`no repeat of varying length within the repeat ${raw}`);
  let ways = 0;
  for (let count = min; count <= max && ways < Number.POSITIVE_INFINITY; count++) ways += once.ways ** count;
  return {
    maxLength: max * once.maxLength,
    reach: max === 0 ? 0 : (max - 1) * once.maxLength + once.reach,
    behind: once.behind,
    ways,
    isVariable: min !== max || once.isVariable,
  };
}

/** Text is seen in windows and keys are searched for by their anchors, so that its begin and end mean nothing. */
function ofAssertion(assertion: AST.Assertion): Extent {
  switch (assertion.kind) {
    case 'word':
      return NOTHING;
    case 'start':
    case 'end':
      throw new PatternError(`no ${assertion.raw}: the text is seen in pieces; use a look-around`);
    case 'lookahead':
      return { ...extentOf(assertion.alternatives), maxLength: 0, isVariable: false };
    case 'lookbehind': {
      const { maxLength, reach, behind, ways } = extentOf(assertion.alternatives);
      if (behind > 0 || reach > maxLength) throw new PatternError(`no look-around within ${assertion.raw}`);
      return { ...NOTHING, behind: maxLength, ways };
    }
    default:
      throw assertion satisfies never;
  }
}
