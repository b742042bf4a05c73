/**
 * Proves that a pattern can neither run away nor reach far. What is not proved is refused.
 * Not on the path of a scan: the shipped rules were proved when the program was built.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { type Extent, extentOf, extentOfElement, PatternError } from './pattern-extent.ts';

export const MAX_MATCH_CHARACTERS = 1024;
/** How far a pattern may look: before the begin of a match, and past the end of its longest match. */
export const MAX_LOOK_CHARACTERS = 32;
/** What backtracking may try at one anchor: two parts of 64 lengths each, say. */
const MAX_WAYS = 4096;
/** Deep nesting exhausts the stack of the engine, which ends the process. */
const MAX_GROUPS = 100;
/** What Node.js 20 understands. */
const ECMA_VERSION = 2024;

export interface ProvenPattern {
  readonly maxLength: number;
  readonly flags: 'y' | 'iy';
}

/** Throws a PatternError that says what to change. */
export function provePattern(source: string, anchor: string, ignoreCase = false): ProvenPattern {
  const alternatives = parse(source);
  const extent = extentOf(alternatives);
  checkBounds(extent);
  if (alternatives.length !== 1 || !beginsWith(alternatives[0]!.elements, anchor)) {
    throw new PatternError(
      `begin with the anchor "${anchor}" as literal text; only look-arounds may stand before it`,
    );
  }
  return { maxLength: extent.maxLength, flags: ignoreCase ? 'iy' : 'y' };
}

function parse(source: string): readonly AST.Alternative[] {
  if (source.split('(').length > MAX_GROUPS) throw new PatternError(`use fewer than ${MAX_GROUPS} groups`);
  try {
    new RegExp(source, 'y');
    return new RegExpParser({ ecmaVersion: ECMA_VERSION }).parsePattern(source).alternatives;
  } catch (error) {
    throw new PatternError('make it a regular expression of JavaScript', { cause: error });
  }
}

function checkBounds({ maxLength, reach, behind, ways }: Extent): void {
  if (maxLength > MAX_MATCH_CHARACTERS) {
    throw new PatternError(
      `a match may have ${maxLength} characters: lower the repeats to ${MAX_MATCH_CHARACTERS}`,
    );
  }
  if (behind > MAX_LOOK_CHARACTERS) {
    throw new PatternError(`a look-behind may see ${behind} characters: lower it to ${MAX_LOOK_CHARACTERS}`);
  }
  if (reach > maxLength + MAX_LOOK_CHARACTERS) {
    throw new PatternError(
      `a look-ahead may see ${reach - maxLength} characters past the match: lower it to ${MAX_LOOK_CHARACTERS}`,
    );
  }
  if (!(ways <= MAX_WAYS)) {
    throw new PatternError(
      'it can be tried in too many ways: use fewer repeats of varying length and fewer alternatives',
    );
  }
}

function beginsWith(elements: readonly AST.Element[], anchor: string): boolean {
  const first = elements.findIndex((element) => extentOfElement(element).maxLength > 0);
  if (first === -1) return false;
  return [...anchor].every((character, at) => {
    const element = elements[first + at];
    return element?.type === 'Character' && element.value === character.codePointAt(0);
  });
}
