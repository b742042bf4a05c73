/** Keys that are written apart and encoded, in either order; backwards; in numbers; end to end in binary data. */
import { describe, expect, it } from 'vitest';
import { hexOf, keyOf } from '../../core/key-maker.ts';
import { detectIn } from '../shipped-detector.ts';

const key = keyOf('combined');
const base64 = Buffer.from(key).toString('base64');
const codes = [...Buffer.from(key)];

function quoted(text: string, ...cuts: readonly number[]): string {
  return [0, ...cuts].map((from, index) => `"${text.slice(from, cuts[index])}"`).join(' + ');
}

function found(text: string | Buffer): [string, string, string][] {
  return detectIn(text).matches.map(({ secret, confidence, via, start, end }) => {
    expect(secret.reveal()).toBe(key);
    return [via.join(' '), confidence, Buffer.from(text).toString('latin1', start, end)];
  });
}

describe('a key that is written apart', () => {
  it('may be escaped in part', () => {
    const text = `k = "\\x74t1." + "${key.slice(4, 20)}\\u0${key.charCodeAt(20).toString(16).padStart(3, '0')}" + "${key.slice(21)}";`;
    expect(found(text)).toEqual([['escape joined', 'certain', text.slice(5, -2)]]);
  });

  it('may be in base64, cut at any place', () => {
    for (let cut = 1; cut < base64.length - 4; cut += 5) {
      const text = `k = atob(${quoted(base64, cut)});`;
      expect(found(text), `cut at ${cut}`).toMatchObject([['joined base64', 'certain', {}]]);
    }
  });

  it('may stand in a source map, and in a string within a string there', () => {
    const source = `const k = ${quoted(key, 3, 30)};\n`;
    const map = JSON.stringify({ version: 3, sourcesContent: [`a\n${source}`], mappings: '' });
    expect(found(map)).toMatchObject([['json joined', 'certain', {}]]);
    expect(found(JSON.stringify([map]))).toMatchObject([['json json joined', 'certain', {}]]);
    const inline = `//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}\n`;
    expect(found(inline)).toMatchObject([['base64 json joined', 'certain', {}]]);
  });

  it('is shown masked, and nothing else of it stands in a snippet', () => {
    const text = `a = "${key}"; k = ${quoted(key, 3, 30, 50)}; b = "${key}";`;
    const { matches } = detectIn(text);
    expect(matches).toHaveLength(3);
    for (const { snippet } of matches) {
      for (let at = 4; at + 12 < key.length; at++) expect(snippet.text).not.toContain(key.slice(at, at + 12));
    }
  });

  it('has the line and column of its beginning, and ends on another line', () => {
    const { matches } = detectIn(`a\nk = "é" + "${key.slice(0, 9)}" +\n    "${key.slice(9)}"\n`);
    expect(matches[0]?.region).toEqual({ startLine: 2, startColumn: 12, endLine: 3, endColumn: 65 });
  });

  it('is waived by a comment on the line of its beginning', () => {
    const text = `k = "${key.slice(0, 9)}" + // ttleaks:allow revoked\n    "${key.slice(9)}"\n`;
    const allowed = { kind: 'inline', justification: 'revoked' };
    expect(detectIn(text).matches).toMatchObject([{ via: ['joined'], confidence: 'likely', allowed }]);
    const bare = detectIn(text.replace(' revoked', ''));
    expect([bare.matches[0]?.allowed, bare.unreasonedLines]).toEqual([undefined, [1]]);
  });

  it('counts for the public variable in front of it', () => {
    expect(detectIn(`VITE_KEY="${key.slice(0, 9)}"'${key.slice(9)}'\n`).matches).toMatchObject([
      { variable: 'VITE_KEY' },
    ]);
  });
});

describe('what is not put together', () => {
  it.each([
    ['a list', `["${key.slice(0, 30)}", "${key.slice(30)}"]`],
    ['a list that is joined with something', `["${key.slice(0, 30)}", "${key.slice(30)}"].join("-")`],
    ['arguments', `f("${key.slice(0, 30)}", "${key.slice(30)}")`],
    ['statements', `a = "${key.slice(0, 30)}"; "${key.slice(30)}"`],
    ['pairs', `{"${key.slice(0, 30)}": "${key.slice(30)}"}`],
    ['a text with blanks between', `"${key.slice(0, 30)} " + "${key.slice(30)}"`],
    ['too many digits', `"${key.slice(0, 30)}" + "${key.slice(30)}0"`],
    ['too few digits', `"${key.slice(0, 30)}" + "${key.slice(31)}"`],
    ['a line break', `k: ${key.slice(0, 30)}\n${key.slice(30)}\n`],
  ])('is no certain key: %s', (_, text) => {
    expect(detectIn(text).matches.filter(({ ruleId }) => ruleId === 'timetime-api-key')).toEqual([]);
  });
});

describe('a key', () => {
  it('backwards is found, though less surely', () => {
    const text = `k = "${[...key].reverse().join('')}".split('').reverse().join('');`;
    expect(found(text)).toEqual([['reversed', 'likely', text.slice(5, 73)]]);
  });

  it('backwards and written apart is found', () => {
    const text = `k = (${quoted([...key].reverse().join(''), 20, 40)})[::-1]`;
    expect(found(text)).toMatchObject([['joined reversed', 'likely', {}]]);
  });

  it.each([
    ['', `String.fromCharCode(${codes.join(',')})`],
    ['with blanks', `new Uint8Array([${codes.join(', ')}])`],
    ['over lines', `[\n  ${codes.join(', ').replace(/(.{40}[^ ]*) /g, '$1\n  ')}\n]`],
  ])('in codes of its characters is found %s', (_, text) => {
    const from = text.indexOf('116');
    const expected = text.slice(from, text.lastIndexOf(String(codes.at(-1))) + String(codes.at(-1)).length);
    expect(found(text)).toEqual([['char-codes', 'certain', expected]]);
  });
});

describe('a key in binary data', () => {
  const binary = (behind: string) => Buffer.from(`\xc6\x1f\xbc\x03\0\0\0\0abc${key}${behind}`, 'latin1');

  it('that runs into the next text is likely', () => {
    for (const behind of ['abort', 'e', hexOf('behind')]) {
      expect(found(binary(behind))).toEqual([['', 'likely', key]]);
    }
    expect(found(binary('xyz'))).toEqual([['', 'certain', key]]);
  });

  it('is no key where the digits are too few', () => {
    const { matches } = detectIn(Buffer.from(`\0\0${key.slice(0, -1)} `));
    expect(matches.filter(({ ruleId }) => ruleId === 'timetime-api-key')).toEqual([]);
  });

  it('differs from a text, where what has more digits is none', () => {
    expect(detectIn(`abc${key}abort`).matches).toEqual([]);
  });
});
