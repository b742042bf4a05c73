import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules } from '../../src/rules/load-rules.ts';
import { readRuleFiles } from '../../src/rules/read-rule-files.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';
import { ruleFile } from './rule-text.ts';

const SHIPPED = ['timetime-api-key', 'timetime-api-key-other'];

async function idsOf(...paths: string[]): Promise<string[]> {
  return (await loadRules(paths)).map(({ id }) => id);
}

describe('the rules in force', () => {
  it('are the shipped ones without any path', async () => {
    expect(await idsOf()).toEqual(SHIPPED);
  });

  it("are the shipped ones and then the user's, of files and of directories at any depth", async () => {
    const directory = temporaryDirectory({
      'one.txt': ruleFile({ id: 'one' }),
      'many/z.yml': ruleFile({ id: 'zed' }),
      'many/a/b.yaml': ruleFile({ id: 'bee' }),
      'many/readme.md': 'no rules here',
      'many/node_modules/x.yml': 'broken: [',
    });
    const paths = [join(directory, 'one.txt'), join(directory, 'many/'), join(directory, 'many/z.yml')];
    expect(await idsOf(...paths)).toEqual([...SHIPPED, 'one', 'bee', 'zed']);
  });

  it('find what their pattern says', async () => {
    const [, , own] = await loadRules([join(temporaryDirectory({ 'a.yml': ruleFile() }), 'a.yml')]);
    expect(own?.pattern.exec(`own_${'0'.repeat(32)}`)?.[0]).toHaveLength(36);
    expect(own?.pattern.flags).toBe('y');
  });

  it('have each id once', async () => {
    const directory = temporaryDirectory({
      'a.yml': ruleFile(),
      'b.yml': ruleFile(),
      'c.yml': ruleFile({ id: SHIPPED[0] }),
    });
    await expect(loadRules([directory])).rejects.toThrow(
      /b\.yml: rule "own-key" is also in \S+a\.yml — give it another id/,
    );
    await expect(loadRules([join(directory, 'c.yml')])).rejects.toThrow(/is also in the rules that ship/);
  });

  it('are nothing but files: what hangs or never ends is refused', async () => {
    const directory = temporaryDirectory({ 'large/a.yml': `#${'a'.repeat(2 ** 21)}` });
    for (const name of ['device', 'fifo', 'folder', 'empty']) mkdirSync(join(directory, name));
    await expect(loadRules([join(directory, 'large')])).rejects.toThrow(/larger than 1 MiB/);
    await expect(loadRules([join(directory, 'none.yml')])).rejects.toThrow(
      /none\.yml: cannot be read: no such file/,
    );
    await expect(loadRules([join(directory, 'empty')])).rejects.toThrow(/holds no rule file/);
    mkdirSync(join(directory, 'folder/a.yml'));
    await expect(loadRules([join(directory, 'folder')])).rejects.toThrow(/is a directory/);
    if (process.platform === 'win32') return;
    symlinkSync('/dev/zero', join(directory, 'device/a.yml'));
    await expect(loadRules([join(directory, 'device')])).rejects.toThrow(/is a device or a pipe/);
    execFileSync('mkfifo', [join(directory, 'fifo/a.yml')]);
    await expect(loadRules([join(directory, 'fifo')])).rejects.toThrow(/is a device or a pipe/);
  });

  it('do not walk through links to other directories', async () => {
    const directory = temporaryDirectory({ 'rules/a.yml': ruleFile() });
    symlinkSync('..', join(directory, 'rules/up'));
    expect(await readRuleFiles([join(directory, 'rules')])).toHaveLength(1);
  });
});
