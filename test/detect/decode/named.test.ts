/** Keys as they stand encoded in the files of others. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { keyOf, maskOf } from '../../core/key-maker.ts';
import { detectIn } from '../shipped-detector.ts';

const key = keyOf('named');

function base64(text: string | Buffer): string {
  return Buffer.from(text as string).toString('base64');
}

function wrapped(text: string, width: number, lineBreak: string): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${lineBreak}`);
}

/** What is found: its steps, and line and column. */
function foundIn(text: string): [string[], number, number][] {
  return detectIn(text).matches.map(({ secret, via, region }) => {
    expect(secret.reveal()).toBe(key);
    return [[...via], region.startLine, region.startColumn];
  });
}

describe('a key', () => {
  it('in a Kubernetes secret is found', () => {
    const yaml = `apiVersion: v1\nkind: Secret\ndata:\n  other: ${base64('nothing')}\n  key: ${base64(`${key}\n`)}\n`;
    expect(foundIn(yaml)).toEqual([[['base64'], 5, 8]]);
  });

  it('in `_auth` of an .npmrc is found', () => {
    const npmrc = `registry=https://npm.example.com/\n//npm.example.com/:_auth=${base64(`build:${key}`)}\nalways-auth=true\n`;
    expect(foundIn(npmrc)).toEqual([[['base64'], 2, 34]]);
  });

  it('in a header of basic authentication is found', () => {
    const header = `curl -H "Authorization: Basic ${base64(`user:${key}`)}" https://api.example.com\n`;
    expect(foundIn(header)).toEqual([[['base64'], 1, 37]]);
  });

  it('in a Jupyter notebook is found, plain and escaped', () => {
    const source = ['import os\n', `key = "${key}"\n`, `print('\\u0074${key.slice(1)}')\n`];
    const notebook = JSON.stringify({ cells: [{ cell_type: 'code', source }] }, null, 1);
    expect(foundIn(notebook).map(([via, line]) => [via, line])).toEqual([
      [[], 7],
      [['json', 'escape'], 8],
    ]);
  });

  it('in an encoded command of PowerShell is found, also where it is encoded once more within', () => {
    const script = (value: string) => base64(Buffer.from(`$k = '${value}'; Invoke-RestMethod`, 'utf16le'));
    expect(foundIn(`powershell -EncodedCommand ${script(key)}`)).toEqual([[['base64', 'utf16le'], 1, 44]]);
  });

  it('in base64 within a script in UTF-16 is found, and its encoding is no step', () => {
    const text = `\ufeff$k = "${base64(key)}"\r\n`;
    const { matches } = detectIn(Buffer.from(text, 'utf16le'));
    expect(matches.map(({ via, region }) => [via, region.startLine, region.startColumn])).toEqual([
      [['base64'], 1, 7],
    ]);
  });

  it('in a Helm release is found, however large the release', () => {
    for (const size of [0, 10_000, 600_000]) {
      const noise = Array.from({ length: size / 10 }, (_, index) => (index * 7919) % 99_991).join(',');
      const release = JSON.stringify({ manifest: noise, config: { apiKey: key } });
      const data = base64(base64(gzipSync(release)));
      expect(foundIn(`apiVersion: v1\ndata:\n  release: ${data}\nkind: Secret\n`)).toEqual([
        [['base64', 'base64', 'gzip'], 3, 12],
      ]);
    }
  });

  it('in a Helm release that comes in windows is found, and nothing is said to be unread', async () => {
    const { shippedDetector } = await import('../shipped-detector.ts');
    const noise = Array.from({ length: 60_000 }, (_, index) => (index * 7919) % 99_991).join(',');
    const bytes = Buffer.from(`x: ${base64(base64(gzipSync(JSON.stringify({ noise, key }))))}\n`);
    const pass = shippedDetector().begin();
    for (let at = 0; at < bytes.length; at += 65_536) pass.push(bytes.subarray(at, at + 65_536));
    const { matches, unread } = pass.end();
    expect(matches.map(({ via }) => via)).toEqual([['base64', 'base64', 'gzip']]);
    expect(matches[0]?.start).toBe(3);
    expect(matches[0]?.end).toBeGreaterThan(bytes.length - 8);
    expect(unread).toEqual([]);
  });

  it('in a token that is deflated is found', () => {
    const token = deflateSync(JSON.stringify({ sub: 1, key })).toString('base64url');
    expect(foundIn(`token=${token}\n`)).toEqual([[['base64', 'zlib'], 1, 7]]);
  });

  it('in a data URL is found, in base64 and in percent-encoding, also in a large one', () => {
    expect(foundIn(`url("data:text/plain;base64,${base64(`k=${key}`)}")`)).toEqual([[['base64'], 1, 31]]);
    const svg = `<svg data-key="${key}"/>`;
    const percent = [...svg].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('');
    expect(foundIn(`url("data:image/svg+xml,${percent}")`)).toEqual([[['percent'], 1, 70]]);
    const large = base64(`${'lorem ipsum '.repeat(300_000)}${key}`);
    expect(foundIn(`<img src="data:text/plain;base64,${large}">`).map(([via]) => via)).toEqual([['base64']]);
  });

  it.each([
    ['76 columns', 76, '\n'],
    ['64 columns and CRLF', 64, '\r\n'],
    ['60 columns, indented', 60, '\n      '],
    ['70 columns', 70, '\n'],
    ['line breaks that are escaped', 64, '\\n'],
    ['line breaks that are escaped twice', 76, '\\\\r\\\\n'],
  ])('in base64 that is wrapped is found, wherever the line ends: %s', (_, width, lineBreak) => {
    for (let before = 0; before < 80; before++) {
      const text = wrapped(base64(`${'-'.repeat(before)}${key}`), width, lineBreak);
      expect(foundIn(`pem: ${text}\nend\n`).map(([via]) => via)).toEqual([['base64']]);
    }
  });

  it('in base64 is found at each alignment, also behind other letters, and without padding', () => {
    for (const before of ['', '1', '12', '123']) {
      for (const head of ['"', 'Basic_', '/x/', 'abc-']) {
        const text = `${head}${base64(before + key).replace(/=+$/, '')}`;
        expect(
          foundIn(text).map(([via]) => via),
          text.slice(0, 12),
        ).toEqual([['base64']]);
      }
    }
  });

  it('in JSON within a string within JSON is found', () => {
    const escaped = `\\u0074${key.slice(1)}`;
    const inner = `{"key":"${escaped}"}`;
    const outer = JSON.stringify({ body: JSON.stringify({ event: inner }) });
    expect(foundIn(outer).map(([via]) => via)).toEqual([['json', 'json', 'escape']]);
    expect(foundIn(JSON.stringify({ body: JSON.stringify({ key }) })).map(([via]) => via)).toEqual([[]]);
  });

  it('in base64 whose slashes are escaped, as PHP does it, is found', () => {
    const token = base64(gzipSync(`${'?'.repeat(3)}${key}`)).replaceAll('/', '\\/');
    expect(foundIn(`{"t":"${token}"}`).map(([via]) => via)).toEqual([['base64', 'gzip']]);
  });

  it('in a mail is found where a line of it goes on, wherever it ends', () => {
    for (let at = 1; at < 68; at++) {
      for (const lineBreak of ['=\n', '=\r\n']) {
        expect(foundIn(`Key: ${key.slice(0, at)}${lineBreak}${key.slice(at)}\n`)).toEqual([
          [['quoted-printable'], 1, 6],
        ]);
      }
    }
    expect(foundIn(`a=3D${key}=20`).map(([via]) => via)).toEqual([[]]);
  });

  it.each([
    ['encodeURIComponent with a dot', key.replace('.', '%2E'), 'percent'],
    ['lower case', key.replace('.', '%2e'), 'percent'],
    ['encoded twice', key.replace('.', '%252E'), 'percent percent'],
    ['escape() of JavaScript', `%u0074${key.slice(1)}`, 'percent'],
    ['a name of HTML', key.replace('.', '&period;'), 'html'],
    ['HTML in XML', key.replace('.', '&amp;#46;'), 'html html'],
    ['a regular expression', `\\x74${key.slice(1)}`, 'escape'],
    ['a string of Python', `\\U00000074${key.slice(1)}`, 'escape'],
    ['octal numbers that are short', `\\164\\164\\61\\56${key.slice(4)}`, 'escape'],
  ])('of which a character is escaped is found: %s', (_, text, via) => {
    expect(foundIn(`v = "${text}"`)).toEqual([[via.split(' '), 1, 6]]);
  });

  it('in a listing of hexdump or xxd is found', () => {
    const bytes = Buffer.from(`${'-'.repeat(5)}${key}${'-'.repeat(5)}`);
    const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) =>
      bytes.subarray(row * 16, row * 16 + 16),
    );
    const offset = (row: number) => (row * 16).toString(16).padStart(8, '0');
    const pairs = (row: Buffer) => row.toString('hex').match(/../g)?.join(' ') ?? '';
    const hexdump = rows.map((row, index) => `${offset(index)}  ${pairs(row)}  |${row.toString('latin1')}|`);
    expect(foundIn(`${hexdump.join('\n')}\n`).map(([via, line]) => [via, line])).toEqual([[['hex'], 1]]);
    const words = (row: Buffer) =>
      row
        .toString('hex')
        .match(/.{1,4}/g)
        ?.join(' ') ?? '';
    const xxd = rows.map((row, index) => `${offset(index)}: ${words(row)}  ${row.toString('latin1')}`);
    expect(foundIn(`${xxd.join('\n')}\n`).map(([via, line]) => [via, line])).toEqual([[['hex'], 1]]);
  });

  it('that is found plainly is not found again by a decoder', () => {
    for (const text of [
      `\\n${key}\\n\\u0041`,
      `%20${key}%20`,
      `"\\"${key}\\""`,
      `&quot;${key}&quot;`,
      `=3D${key}=\n`,
    ])
      expect(
        foundIn(text).map(([via]) => via),
        text.slice(0, 8),
      ).toEqual([[]]);
  });

  it('that stands there plainly and encoded is found twice', () => {
    expect(foundIn(`${key} ${base64(key)}`).map(([via]) => via)).toEqual([[], ['base64']]);
  });

  it('that is encoded can be allowed on its line, and has the name of its public variable', () => {
    const line = `NEXT_PUBLIC_KEY=${base64(key)} # ttleaks:allow revoked`;
    expect(detectIn(line).matches).toMatchObject([
      { variable: 'NEXT_PUBLIC_KEY', allowed: { justification: 'revoked' } },
    ]);
    expect(detectIn(`VITE_ENV=${base64(`{"a":"${key}"}`)}\n`).matches).toMatchObject([
      { variable: 'VITE_ENV' },
    ]);
    expect(detectIn(base64(`A=1\nVITE_KEY=${key}\n`)).matches).toMatchObject([{ variable: 'VITE_KEY' }]);
    expect(
      detectIn(`# ttleaks:allow-next-line a test\nk: ${base64(key)}\n`).matches[0]?.allowed,
    ).toBeDefined();
    expect(detectIn(`k: ${base64(`${key} # ttleaks:allow hidden`)}\n`).matches[0]?.allowed).toBeUndefined();
  });

  it('that is a dummy is none when it is encoded either', () => {
    for (const body of ['0'.repeat(64), 'ac507ef948a04fakeApiKey5304fa7b4abd936d8e2add1'])
      expect(detectIn(`k: ${base64(`tt1.${body}`)}`).matches).toEqual([]);
  });

  it('ends where what it is encoded to ends, also in another line', () => {
    const text = wrapped(base64(key), 50, '\n  ');
    expect(detectIn(`a: ${text}\n`).matches[0]?.region).toEqual({
      startLine: 1,
      startColumn: 4,
      endLine: 2,
      endColumn: 3 + base64(key).replace(/=+$/, '').length - 50,
    });
  });

  it('shows its mask in no snippet, and not what it is encoded to either', () => {
    expect(detectIn(`key: ${base64(key)}`).matches[0]?.snippet.text).not.toContain(maskOf(key));
  });
});
