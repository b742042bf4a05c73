import { describe, expect, it } from 'vitest';
import { MAX_MARKED_LINE } from '../../src/detect/inline-allow.ts';
import { keyOf } from '../core/key-maker.ts';
import { detectIn } from './shipped-detector.ts';
import { encode, withMark } from './text-bytes.ts';

const KEY = keyOf('allow');

function allowedIn(text: string | Buffer, foreignAllow = false): (string | undefined)[] {
  return detectIn(text, { foreignAllow }).matches.map(({ allowed }) => allowed?.justification);
}

describe('ttleaks:allow', () => {
  it.each([
    ['//', `const k = '${KEY}'; // ttleaks:allow revoked in May`],
    ['#', `KEY=${KEY} # ttleaks:allow revoked in May`],
    ['/* */', `k = "${KEY}"; /* ttleaks:allow revoked in May */`],
    ['<!-- -->', `<b data-k="${KEY}"></b> <!-- ttleaks:allow revoked in May -->`],
    ['--', `select '${KEY}' -- ttleaks:allow revoked in May`],
    [';', `k=${KEY} ; ttleaks:allow revoked in May`],
    ['JSX', `<A k="${KEY}" /> {/* ttleaks:allow revoked in May */}`],
    ['a colon', `k=${KEY} # ttleaks:allow: revoked in May`],
    ['a dash', `k=${KEY} # ttleaks:allow — revoked in May`],
    ['other words first', `k=${KEY} // see docs, ttleaks:allow revoked in May`],
    ['capitals', `k=${KEY} // TTLEAKS:ALLOW revoked in May`],
    ['a comment before the key', `/* ttleaks:allow revoked in May */ k=`.concat('"', KEY, '"')],
  ])("on the key's own line, behind %s, waives it and gives its reason", (name, line) => {
    const [reason] = allowedIn(`before\n${line}\nbehind\n`);
    if (name === 'a comment before the key') expect(reason).toContain('revoked in May');
    else expect(reason).toBe('revoked in May');
  });

  it.each(['\n', '\r\n', '\r'])('holds for its own line alone (%j)', (end) => {
    const text = [`a ${KEY}`, `b ${KEY} // ttleaks:allow known dummy`, `c ${KEY}`].join(end);
    expect(allowedIn(text)).toEqual([undefined, 'known dummy', undefined]);
  });

  it('holds for every key of its line', () => {
    expect(allowedIn(`${KEY} ${keyOf('second')} # ttleaks:allow both are revoked`)).toEqual([
      'both are revoked',
      'both are revoked',
    ]);
  });

  it.each(['utf16le', 'utf16be', 'utf32le'] as const)('is read in %s', (encoding) => {
    expect(allowedIn(withMark(`a ${KEY} // ttleaks:allow schlüsselloser Grund\r\n`, encoding))).toEqual([
      'schlüsselloser Grund',
    ]);
  });

  it('is read in Latin-1', () => {
    const text = Buffer.from(`${KEY} # ttleaks:allow f\xfcr Tests\n`, 'latin1');
    expect(allowedIn(text)).toEqual(['für Tests']);
  });

  it.each([
    ['no comment', `k='${KEY}' ttleaks:allow because I say so`],
    ['another word', `k='${KEY}' // ttleaks:allowed because`],
    ['a longer word', `k='${KEY}' // ttleaks:allow-all because`],
    ['the marker of the next line', `k='${KEY}' // ttleaks:allow-next-line because`],
  ])('does not count where it is no marker: %s', (_, line) => {
    expect(allowedIn(line)).toEqual([undefined]);
    expect(detectIn(line).unreasonedLines).toEqual([]);
  });

  it.each([
    ['nothing', '// ttleaks:allow'],
    ['a colon', '# ttleaks:allow:'],
    ['a closed comment', '/* ttleaks:allow */'],
    ['one letter', '// ttleaks:allow x'],
    ['dashes', '// ttleaks:allow ---'],
    ['a key', `// ttleaks:allow ${keyOf('no reason')}`],
  ])('does not count without a reason, and the line is told: %s', (_, comment) => {
    const { matches, unreasonedLines } = detectIn(`first\nk='${KEY}'; ${comment}\n`);
    expect(matches[0]?.allowed).toBeUndefined();
    expect(unreasonedLines).toEqual([2]);
  });

  it('holds no key in its reason', () => {
    const [reason] = allowedIn(`${KEY} // ttleaks:allow as ${keyOf('in reason')} is revoked`);
    expect(reason).toBe('as  is revoked'.replace('  ', reason?.includes('  ') ? '  ' : ' '));
    expect(reason).not.toContain(keyOf('in reason').slice(4, 20));
  });

  it(`counts on a line of ${MAX_MARKED_LINE} characters, not on a longer one`, () => {
    const comment = ' // ttleaks:allow known dummy';
    const room = MAX_MARKED_LINE - KEY.length - comment.length;
    expect(allowedIn(`${'x'.repeat(room)}${KEY}${comment}`)).toEqual(['known dummy']);
    expect(allowedIn(`${'x'.repeat(room + 1)}${KEY}${comment}`)).toEqual([undefined]);
    expect(allowedIn(`${KEY}${comment}${'y'.repeat(MAX_MARKED_LINE)}`)).toEqual([undefined]);
  });

  it('in a bundle of one line does not waive what is on it', () => {
    const bundle = `${'var a=1;'.repeat(5000)}"${KEY}"${'var b=2;'.repeat(5000)}// ttleaks:allow known dummy`;
    expect(allowedIn(bundle)).toEqual([undefined]);
  });
});

describe('ttleaks:allow-next-line', () => {
  it.each(['\n', '\r\n', '\r'])('alone on the line before waives a key (%j)', (end) => {
    const lines = [
      '  // ttleaks:allow-next-line revoked in May',
      `  const k = '${KEY}';`,
      `  const l = '${KEY}';`,
    ];
    expect(allowedIn(lines.join(end))).toEqual(['revoked in May', undefined]);
  });

  it('is read in a text with a mark, on its first line', () => {
    expect(allowedIn(withMark(`# ttleaks:allow-next-line a dummy\n${KEY}`, 'utf8'))).toEqual(['a dummy']);
    expect(allowedIn(withMark(`# ttleaks:allow-next-line a dummy\n${KEY}`, 'utf16le'))).toEqual(['a dummy']);
  });

  it('does not count two lines before, behind code, or on the own line', () => {
    expect(allowedIn(`// ttleaks:allow-next-line a dummy\n\n${KEY}`)).toEqual([undefined]);
    expect(allowedIn(`f(); // ttleaks:allow-next-line a dummy\n${KEY}`)).toEqual([undefined]);
    expect(allowedIn(`${KEY} // ttleaks:allow-next-line a dummy`)).toEqual([undefined]);
  });

  it('does not count without a reason, and the line of the key is told', () => {
    const { matches, unreasonedLines } = detectIn(`# ttleaks:allow-next-line\n${KEY}\n`);
    expect(matches[0]?.allowed).toBeUndefined();
    expect(unreasonedLines).toEqual([2]);
  });

  it('does not count on a line that is too long, nor for one', () => {
    const marker = '// ttleaks:allow-next-line a dummy';
    expect(allowedIn(`${marker}${' x'.repeat(MAX_MARKED_LINE)}\n${KEY}`)).toEqual([undefined]);
    expect(allowedIn(`${marker}\n${'x'.repeat(MAX_MARKED_LINE)}${KEY}`)).toEqual([undefined]);
  });

  it('counts though a key before it stands on the same screen of text', () => {
    const text = `${KEY}\n# ttleaks:allow-next-line a dummy\n${KEY}\n`;
    expect(allowedIn(encode(text, 'utf16be'))).toEqual([undefined, 'a dummy']);
  });
});

describe("other scanners' markers", () => {
  it.each([
    'gitleaks:allow',
    'trufflehog:ignore',
    'kingfisher:ignore',
    'pragma: allowlist secret',
    'pragma: whitelist secret',
    'ggignore',
  ])('count only when asked for: %s', (marker) => {
    const text = `k = '${KEY}' # ${marker}\n`;
    expect(allowedIn(text)).toEqual([undefined]);
    expect(allowedIn(text, true)).toEqual([marker]);
    expect(allowedIn(`${'x'.repeat(MAX_MARKED_LINE)}${text}`, true)).toEqual([undefined]);
  });
});
