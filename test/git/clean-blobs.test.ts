import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CleanBlobs } from '../../src/git/clean-blobs.ts';
import type { Repository } from '../../src/git/repository.ts';
import { ScratchRepository } from './scratch-repository.ts';

const SECRET = randomBytes(32);
const [ONE, TWO] = [1, 2].map((digit) => `${digit}`.repeat(40)) as [string, string];

function cleanIn(
  repository: Repository,
  { secret, version = '1' }: { secret?: Uint8Array; version?: string },
) {
  const warnings: string[] = [];
  const onDamage = (warning: string) => warnings.push(warning);
  return { warnings, blobs: new CleanBlobs(repository, { version, secret, onDamage }) };
}

it('blobs that hold nothing are known to the next scan, as long as it asks for them', async () => {
  const repository = await new ScratchRepository().open();
  const first = cleanIn(repository, { secret: SECRET }).blobs;
  expect(first.has(ONE)).toBe(false);
  first.add(ONE);
  first.add(TWO);
  first.save();
  const second = cleanIn(repository, { secret: SECRET }).blobs;
  expect([ONE, TWO, '3'.repeat(40)].map((id) => second.has(id))).toEqual([true, true, false]);
  const third = cleanIn(repository, { secret: SECRET }).blobs;
  expect(third.has(TWO)).toBe(true);
  third.save();
  const fourth = cleanIn(repository, { secret: SECRET }).blobs;
  expect([ONE, TWO].map((id) => fourth.has(id))).toEqual([false, true]);
});

it('they are known to no other version and no other user, and to nobody without a secret', async () => {
  const repository = await new ScratchRepository().open();
  const { blobs } = cleanIn(repository, { secret: SECRET });
  blobs.add(ONE);
  blobs.save();
  for (const other of [{ secret: SECRET, version: '2' }, { secret: randomBytes(32) }, {}])
    expect(cleanIn(repository, other).blobs.has(ONE)).toBe(false);
});

it('a list that somebody changed is not believed, and that is said', async () => {
  const repository = await new ScratchRepository().open();
  const { blobs } = cleanIn(repository, { secret: SECRET });
  blobs.add(ONE);
  blobs.save();
  const directory = join(repository.commonDir, 'ttleaks');
  const file = join(directory, readdirSync(directory)[0] ?? '');
  const text = readFileSync(file, 'latin1');
  writeFileSync(file, text.replace(ONE, TWO), 'latin1');
  const changed = cleanIn(repository, { secret: SECRET });
  expect(changed.blobs.has(TWO)).toBe(false);
  expect(changed.warnings.join()).toMatch(/is damaged, and was not used/);
});
