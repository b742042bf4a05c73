/** A part of the targets, for machines that share an audit: each target is in one part, the same in every run. */
import { createHash } from 'node:crypto';
import type { Report, Shard } from '../core/report.ts';
import { type AuditTarget, addressOf } from './options.ts';

/** By the address alone: what is added or goes moves no other target. */
export function shardOf(targets: readonly AuditTarget[], { index, count }: Shard): AuditTarget[] {
  return targets.filter((target) => {
    const hash = createHash('sha256').update(addressOf(target)).digest();
    return hash.readUInt32BE(0) % count === index - 1;
  });
}

const MAX_NAMED = 10;

/** In words, what parts of an audit are not among the reports; undefined where all are there. */
export function missingShards(reports: readonly Report[]): string | undefined {
  const shards = reports.flatMap(({ scan }) => scan.shard ?? []);
  const counts = [...new Set(shards.map(({ count }) => count))];
  const [count] = counts;
  if (count === undefined) return undefined;
  if (counts.length > 1) return `reports of ${counts.join(' and of ')} parts: these are not one audit`;
  const given = new Set(shards.map(({ index }) => index).filter((index) => index >= 1 && index <= count));
  const missing = count - given.size;
  if (missing === 0) return undefined;
  const named: number[] = [];
  for (let index = 1; named.length < Math.min(missing, MAX_NAMED); index++)
    if (!given.has(index)) named.push(index);
  const more = missing > named.length ? ` and ${missing - named.length} more` : '';
  return `no report of part ${named.join(', ')}${more} of ${count}`;
}
