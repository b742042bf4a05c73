/** Keys in all of a history that are encoded or written apart, and were taken out again: loose, packed, and by git. */
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../core/key-maker.ts';
import { runJson } from './run-cli.ts';
import { ScratchRepository } from './tree.ts';

const KEY = keyOf('history');
const BODY = KEY.slice(4);
const base64Of = (text: string) => Buffer.from(text).toString('base64');

const SPELLINGS: readonly (readonly [name: string, path: string, content: string, via: readonly string[]])[] =
  [
    ['base64', 'secret.yml', `data:\n  key: ${base64Of(KEY)}\n`, ['base64']],
    ['base64 of base64', 'a.txt', base64Of(base64Of(`key=${KEY}`)), ['base64', 'base64']],
    ['hex', 'dump.txt', Buffer.from(KEY).toString('hex'), ['hex']],
    ['percent-encoding', 'url.txt', `?k=%74%74%31.${BODY}`, ['percent']],
    ['escapes', 'a.json', JSON.stringify(`\u0001${KEY}`).replace('tt1', '\\u0074\\u0074\\u0031'), ['escape']],
    [
      'neighbouring literals',
      'a.py',
      `key = ("tt1." "${BODY.slice(0, 30)}"\n "${BODY.slice(30)}")\n`,
      ['joined'],
    ],
    ['an expression', 'a.js', `const p = "tt1.";\nexport const k = p + "${BODY}";\n`, ['folded']],
  ];

describe('a key in a file of long ago', () => {
  it.each(SPELLINGS)('is found in the whole history: %s', async (_, path, content, via) => {
    const scratch = new ScratchRepository();
    const text = Array.from({ length: 400 }, (_, line) => `// line ${line} of "tt" and eJx${line}\n`).join(
      '',
    );
    scratch.write(path, text).commit('first');
    scratch.write(path, `${text.slice(0, 3000)}\n${content}\n${text.slice(3000)}`);
    const added = scratch.commit('add it');
    scratch.write(path, `${text}end\n`);
    const removed = scratch.commit('take it out');
    for (const store of ['loose', 'packed', 'by git'] as const) {
      if (store === 'packed') scratch.git('gc', '-q', '--aggressive');
      const env = store === 'by git' ? { TTLEAKS_GIT_READER: 'stream' } : {};
      const { code, report } = await runJson(['--history'], { cwd: scratch.path, env });
      expect([store, code, report.scan.complete]).toEqual([store, 1, true]);
      expect(report.findings).toMatchObject([
        {
          path,
          masked: maskOf(KEY),
          via,
          inHead: false,
          introduced: { commit: added },
          removed: { commit: removed },
        },
      ]);
    }
  });
});
