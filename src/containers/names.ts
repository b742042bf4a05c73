/** How what stands in a container is named: `app.tgz!package/dist/a.js`. */

const SEPARATOR = '!';
/** Endings of packed streams, and what is left of them. */
const ENDINGS: readonly (readonly [RegExp, string])[] = [
  [/\.(?:gz|br|zst|xz|bz2)$/i, ''],
  [/\.(?:tgz|tbz2?|txz|tzst)$/i, '.tar'],
  [/\.svgz$/i, '.svg'],
];
const UNNAMED = '(content)';

/** Members as in `Within`: an empty one is named after what holds it. */
export function containerPath(path: string, members: readonly string[]): string {
  return [path, ...namedMembers(path, members)].join(SEPARATOR);
}

export function namedMembers(path: string, members: readonly string[]): string[] {
  const named: string[] = [];
  for (const member of members) named.push(member === '' ? contentName(named.at(-1) ?? path) : member);
  return named;
}

/** `config.env` of `backup/config.env.gz`. */
function contentName(packed: string): string {
  const name = packed.slice(packed.lastIndexOf('/') + 1);
  for (const [ending, left] of ENDINGS) if (ending.test(name)) return name.replace(ending, left) || UNNAMED;
  return UNNAMED;
}
