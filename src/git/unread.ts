/** What could not be read, as entries of the report: each one shown, long lists cut with their count. */
import type { Skipped } from '../core/report.ts';

export const MAX_LISTED = 100;

export function unreadObjects(
  objects: readonly { readonly id: string; readonly reason: string }[],
  moreUnread = 0,
): Skipped[] {
  const listed = objects.slice(0, MAX_LISTED);
  const skipped: Skipped[] = listed.map(({ id, reason }) => ({ path: id, reason, kind: 'unread' }));
  const more = objects.length - listed.length + moreUnread;
  if (more > 0)
    skipped.push({ path: '(objects)', reason: `and ${more} more could not be read`, kind: 'unread' });
  return skipped;
}

/** Says nothing about a single object, or says nothing new. */
const NOT_A_COMPLAINT =
  /promisor remotes|[0-9a-f]{40}|inflate: |object file .* is empty|^(?:error|fatal): (?:unable to unpack|garbage)/;
const MAX_COMPLAINTS = 20;

/** Packs, indexes and alternates that git could not open: it says so and goes on, with exit code 0. */
export function storeComplaints(stderr: string): Skipped[] {
  const complaints = new Set<string>();
  for (const line of stderr.split('\n')) {
    if (!/^(?:error|fatal|warning): /.test(line)) continue;
    if (isPackTrouble(line) || !NOT_A_COMPLAINT.test(line)) complaints.add(line.replace(/^\w+: /, ''));
  }
  return [...complaints]
    .slice(0, MAX_COMPLAINTS)
    .map((reason) => ({ path: '(object store)', reason, kind: 'unread' }));
}

/** The name of a pack holds 40 hex digits, like an object's. */
function isPackTrouble(line: string): boolean {
  return /packfile|index file|\.idx|alternate/.test(line) && !/is corrupt$/.test(line);
}
