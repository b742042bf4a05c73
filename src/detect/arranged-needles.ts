/**
 * The needles of the shipped rules, as they were worked out beforehand. That all are there, and no others, is tested: to
 * make them takes a hook longer than to look.
 */
import { ARRANGED_FOR, arranged, arrangedTexts } from '../core/needle-arrangement.ts';
import type { Needle } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import { PublishedNames } from './published-names.ts';

export function anchorsOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.map(({ anchor }) => anchor))];
}

/** What needles are made of. */
export function sourceOfNeedles(rules: readonly Rule[]): string[] {
  const names = new PublishedNames(rules).needles.map((needle) => needle.toString('latin1'));
  return [...anchorsOf(rules), ...names];
}

/** `undefined` for other rules: their needles have to be made. */
export function arrangedNeedlesOf(rules: readonly Rule[]): readonly Needle[] | undefined {
  if (sourceOfNeedles(rules).join() !== ARRANGED_FOR.join()) return undefined;
  const anchors = anchorsOf(rules);
  return arrangedTexts().map((text) => arranged(needleOf(text, anchors)));
}

export function needleOf(text: string, anchors: readonly string[]): Needle {
  return { bytes: Buffer.from(text, 'latin1'), skipsTrees: !anchors.includes(text) };
}
