/**
 * One leak is one finding: where the key stands right behind what publishes it (`'process.env.NAME': '"tt1…"'`), the
 * finding is the key's and names the publication; else the publication is a finding of its own, one for each line.
 */
import type { Detection, Match, PublishedMatch } from './match.ts';

/** Between a name and its value: `": JSON.stringify("`. */
const VALUE_BYTES = 64;

/** Both in the order of their places. */
export function joinPublished(
  matches: readonly Match[],
  published: readonly PublishedMatch[],
): Pick<Detection, 'matches' | 'published'> {
  const joined = [...matches];
  const alone = new Map<string, PublishedMatch>();
  let next = 0;
  for (const setting of published) {
    const { region, publication, end } = setting;
    while (next < joined.length && joined[next]!.start < end) next++;
    const key = joined[next];
    if (key?.region.startLine === region.startLine && key.start - end <= VALUE_BYTES) {
      joined[next] = { ...key, publication };
      continue;
    }
    const place = `${region.startLine}\0${publication.variable}`;
    if (!alone.has(place)) alone.set(place, setting);
  }
  return { matches: joined, published: [...alone.values()] };
}
