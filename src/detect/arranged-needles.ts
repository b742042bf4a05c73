/**
 * The needles of the shipped rules, each with its best fingerprint, as bench/arrange-needles.ts found them in much of such
 * text as is searched. That all are there, and no others, is tested: to make them takes a hook longer than to look.
 */
import type { Fingerprint, Needle } from '../core/needle-search.ts';
import type { Rule } from '../core/rule.ts';
import arrangement from './needle-arrangement.json' with { type: 'json' };
import { PublishedNames } from './published-names.ts';

export function anchorsOf(rules: readonly Rule[]): string[] {
  return [...new Set(rules.map(({ anchor }) => anchor))];
}

/** What needles are made of. */
export function sourceOfNeedles(rules: readonly Rule[]): string[] {
  const names = new PublishedNames(rules).needles.map((needle) => needle.toString('latin1'));
  return [...anchorsOf(rules), ...names];
}

const ARRANGED: ReadonlyMap<string, Fingerprint> = new Map(
  arrangement.buckets.flatMap((places, bucket) =>
    Object.entries(places).map(([text, at]) => [text, { bucket, at }] as const),
  ),
);

/** `undefined` for other rules: their needles have to be made. */
export function arrangedNeedlesOf(rules: readonly Rule[]): readonly Needle[] | undefined {
  if (sourceOfNeedles(rules).join() !== arrangement.of.join()) return undefined;
  const anchors = anchorsOf(rules);
  return [...ARRANGED].map(([text, fingerprint]) => ({ ...needleOf(text, anchors), fingerprint }));
}

export function fingerprintOf({ bytes }: Needle): Fingerprint | undefined {
  return ARRANGED.get(Buffer.from(bytes).toString('latin1'));
}

export function needleOf(text: string, anchors: readonly string[]): Needle {
  return { bytes: Buffer.from(text, 'latin1'), skipsTrees: !anchors.includes(text) };
}
