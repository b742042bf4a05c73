/** Shrinks a case that fails: parts are taken out, large ones first, as long as it goes on failing. */
const MAX_TRIES = 400;

export async function smallest<T>(
  parts: readonly T[],
  fails: (parts: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = parts;
  let tries = 0;
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && tries < MAX_TRIES; ) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      tries++;
      if (await fails(fewer)) kept = fewer;
      else at += size;
    }
  }
  return kept;
}
