/** What files and history say of one repository, without saying it twice. */
import type { Finding } from '../core/finding.ts';

/**
 * A key that HEAD holds is found in the files, at each of its places as they are now, and in history, which knows since
 * when: those are one. What history alone has stays, and so does a file that git does not have.
 */
export function withHistory(files: readonly Finding[], history: readonly Finding[]): Finding[] {
  const held = new Map<string, Finding>();
  for (const finding of history) if (finding.inHead === true) held.set(identityOf(finding), finding);
  const told = new Set<string>();
  const dated = files.map((finding) => {
    const past = isInGit(finding) ? held.get(identityOf(finding)) : undefined;
    if (past === undefined) return finding;
    told.add(identityOf(finding));
    return { ...finding, ...pastOf(past) };
  });
  return [
    ...dated,
    ...history.filter((finding) => finding.inHead !== true || !told.has(identityOf(finding))),
  ];
}

function identityOf({ fingerprint, site }: Finding): string {
  return `${site}\0${fingerprint}`;
}

function isInGit({ exposure }: Finding): boolean {
  return exposure === 'committed' || exposure === 'client';
}

function pastOf({ object, introduced, removed, refs, inHead, reachable }: Finding): Partial<Finding> {
  return {
    ...(object === undefined ? {} : { object }),
    ...(introduced === undefined ? {} : { introduced }),
    ...(removed === undefined ? {} : { removed }),
    ...(refs === undefined ? {} : { refs }),
    ...(inHead === undefined ? {} : { inHead }),
    ...(reachable === undefined ? {} : { reachable }),
  };
}
