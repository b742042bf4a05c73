/** Hits that are passed over at a glance, and such as are not: what follows them goes on with a key, or may. */
import { describe, expect, it } from 'vitest';
import { LoneHits } from '../../src/detect/lone-hits.ts';

const hits = new LoneHits(['tt1.']);

function isLone(text: string): boolean {
  return hits.isAt(Buffer.from(`${text}\n}\n`, 'latin1'), 0);
}

describe('alone is', () => {
  it.each([
    ['the only text of a literal', '"t")'],
    ['one that another line follows', '"t"\nargs[0] -= 1'],
    ['one in a list of words', "'t', 'u', 'v'"],
    ['one in a list, before one that goes on in another way', '"tt", "2.0"'],
    ['one that a method is called on', '"t".length'],
    ['one that is compared', '"t" === x ? "t1" : ""'],
    ['a prefix of a word', '"t" run("t1.")'],
    ['an escape before another letter', '\\x74\\x65\\x78\\x74'],
    ['one before a blank', '\\x74 1.'],
    ['one in braces', 'u{74}\\u{65}'],
    ['an octal one', '\\164\\145\\170'],
    ['an entity', '#116;&#101;&#120;'],
    ['a word in percent-encoding', '%74%65%78%74'],
    ['a number in an address', '=745678&x=1'],
    ['a comparison with a number', '=74&&x'],
    ['an assignment', 't=31&n;'],
    ['a line of quoted-printable that goes on with another word', 't=\nthe'],
    ['a piece of an anchor before an escape of something else', 'tt\\n abc'],
    [
      'a range in a regular expression',
      'u0061-\\u007a\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8',
    ],
    ['a character in braces', 'u{61}sync'],
    ['one beyond ASCII', 'u{03C0}>x)'],
    ['a row of bytes that are no text', '8\\x61\\x80\\xff\\x61\\x62\\x63\\x64\\x65\\x66'],
    ['a row of entities that are no text', ';&#x61;&#xe9;&#x62;&#x63;&#x64;&#x65;&#x66;&#x67;'],
  ])('%s', (_, text) => {
    expect(isLone(text)).toBe(true);
  });
});

describe('not alone is', () => {
  it.each([
    ['a literal that the rest follows', '"t" + "t1.'],
    ['one at a time', "'t', 't', '1', '.'"],
    ['a literal behind a prefix', '"t" r"t1.'],
    ['one behind a comment', '"t" // it is\n + "t1."'],
    ['one on the next line', '"tt"\n  "1.'],
    ['one behind a line that goes on', '"tt" \\\n "1.'],
    ['a word beside the quotes', '"tt"1.abc'],
    ['a call', '"t".concat("t1.'],
    ['an empty literal', '"tt" + "" + "1."'],
    ['the rest in an escape', '"tt" + "\\x31.'],
    ['a seam that is escaped', '"tt"%20+%20"1.'],
    ['an escape before the next letter', '\\x74t1.'],
    ['one before another escape', '\\x74\\x74\\x31'],
    ['one of UTF-16', '\\x74\\x00\\x74\\x00'],
    ['one whose lead is escaped', '\\x74\\x5cx74'],
    ['one at the end of a literal', '\\x74" + "t1.'],
    ['one in braces', 'u{74}\\u{0074}'],
    ['an octal one', '\\164\\164\\061'],
    ['an entity with zeros', '#116;&#0116;'],
    ['an entity in hex', '#x74;&#x74;'],
    ['percent-encoding twice over', '%2574%2574'],
    ['one before the rest', 't%31.'],
    ['quoted-printable', '=74=\n=74'],
    ['a line that goes on', 't=\nt1.'],
    ['a line that goes on, and is cut once more', 't=\r\nt=\r\n1.'],
    ['a piece before its escape', 'tt\\u0031.'],
    ['a row in text', '8\\x61\\x62\\x63\\x64\\x65\\x66\\x67\\x68'],
    ['a row in braces', 'u{61}\\u{62}\\u{63}\\u{64}\\u{65}\\u{66}\\u{67}\\u{68}'],
    ['a row in octal numbers', '2\\145\\146\\060\\012\\147\\150\\151\\152\\153'],
    ['a row of entities', ';&#x61;&#98;&#x63;&#100;&#101;&#102;&#103;&#104;'],
  ])('%s', (_, text) => {
    expect(isLone(text)).toBe(false);
  });

  it.each([
    ['u006bey_', 'u006bxy_'],
    ['u{6b}ey_', 'u{6b}xy_'],
    ['u{006b}\\u{65}y_', 'u{006b}\\u{66}y_'],
  ])('an escape of another anchor: %s', (text, other) => {
    const others = new LoneHits(['key_']);
    const [isFirstLone, isOtherLone] = [text, other].map((start) =>
      others.isAt(Buffer.from(`${start}0123456789\n`, 'latin1'), 0),
    );
    expect([isFirstLone, isOtherLone]).toEqual([false, true]);
  });

  it.each([
    ['an escape', '\\x74x_'],
    ['a literal', '"t" + "x_'],
    ['a line of quoted-printable', 't=\nx_'],
    ['an escape behind it', 't=78_'],
    ['a pair before an escape', 'tx\\x5f'],
  ])('what another anchor goes on with: %s', (_, text) => {
    const bytes = Buffer.from(`${text}0123456789\n`, 'latin1');
    expect(new LoneHits(['tt1.', 'tx_']).isAt(bytes, 0)).toBe(false);
    expect(new LoneHits(['tx_', 'tt1.']).isAt(bytes, 0)).toBe(false);
  });

  it('anything of a rule with the longest anchor that is not seen to be, nor of many rules', () => {
    const longest = '!"#$%&\'()*+,-./0123456789:;<=>?@';
    const hit = (text: string) => Buffer.from(`${text}\n}\n`, 'latin1');
    expect(new LoneHits([longest]).isAt(hit('"!" + "\\"#$'), 0)).toBe(false);
    expect(new LoneHits([longest]).isAt(hit('"!")'), 0)).toBe(true);
    expect(new LoneHits([longest, 'key_', longest.toLowerCase(), 'tt1.']).isAt(hit('"t")'), 0)).toBe(false);
  });

  it('what the content ends before it can be told', () => {
    expect(hits.isAt(Buffer.from('"tt" + '), 0)).toBe(false);
  });
});
