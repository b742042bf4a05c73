/** Notes: blobs in trees of their own, at the id of what they annotate, which may be cut into folders. */
import { linesOf } from './lines.ts';
import type { Tips } from './refs.ts';
import type { Repository } from './repository.ts';
import { streamGit } from './run.ts';

const NOTES = 'refs/notes/';
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The commits that only refs to notes lead to. */
export async function noteCommits(
  repository: Repository,
  { refs, heads }: Tips,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const commits = new Set<string>();
  const notes = refs.filter(({ name, commit }) => name.startsWith(NOTES) && commit !== undefined);
  if (notes.length === 0) return commits;
  const others = refs.filter(({ name, commit }) => !name.startsWith(NOTES) && commit !== undefined);
  const input = [
    ...notes.map(({ commit }) => `${commit}\n`),
    ...new Set([...others.map(({ commit }) => commit), ...heads].map((commit) => `^${commit}\n`)),
  ];
  for await (const lines of linesOf(
    streamGit(repository.context, ['rev-list', '--stdin'], { input, signal }),
  )) {
    for (const line of lines) commits.add(line);
  }
  return commits;
}

/** Undefined for what is no note. */
export function decodeNotePath(path: string): string | undefined {
  const id = path.replaceAll('/', '');
  return OBJECT_ID.test(id) ? `(note of ${id})` : undefined;
}
