/** A part of the targets, for machines that share an audit: each target is in one part, the same in every run. */
import { createHash } from 'node:crypto';
import { type AuditTarget, addressOf } from './options.ts';

/** The `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** By the address alone: what is added or goes moves no other target. */
export function shardOf(targets: readonly AuditTarget[], { index, count }: Shard): AuditTarget[] {
  return targets.filter((target) => {
    const hash = createHash('sha256').update(addressOf(target)).digest();
    return hash.readUInt32BE(0) % count === index - 1;
  });
}
