/**
 * Where needles go in the tables of teddy.wat: those of the shipped rules, and those of containers. For all of them
 * together bench/arrange-needles.ts works it out in much of such text as is searched: to do so at each start takes longer
 * than to look.
 */
import arrangement from './needle-arrangement.json' with { type: 'json' };
import type { Fingerprint, Needle } from './needle-search.ts';

/** What the rules' needles are made of. */
export const ARRANGED_FOR: readonly string[] = arrangement.of;

const OF_RULES = placesIn(arrangement.buckets);
const OF_CONTAINERS = placesIn(arrangement.containers);

/** The text of each of the rules' needles. */
export function arrangedTexts(): string[] {
  return [...OF_RULES.keys()];
}

export function arranged(needle: Needle): Needle {
  const text = Buffer.from(needle.bytes).toString('latin1');
  const fingerprint = OF_RULES.get(text) ?? OF_CONTAINERS.get(text);
  return fingerprint === undefined ? needle : { ...needle, fingerprint };
}

function placesIn(buckets: readonly Readonly<Record<string, number>>[]): ReadonlyMap<string, Fingerprint> {
  return new Map(
    buckets.flatMap((places, bucket) =>
      Object.entries(places).map(([text, at]) => [text, { bucket, at }] as const),
    ),
  );
}
