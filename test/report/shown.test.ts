import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../src/report/display-width.ts';
import { shortened, shownPath, shownText } from '../../src/report/shown.ts';
import { keyOf } from './sample-report.ts';

describe('foreign text', () => {
  it('spells out what a terminal, an editor or a browser would obey', () => {
    expect(shownText('a\tb\r\nc\u001b[31m\u009b\u202e\u2066\u{e0041}')).toBe(
      'a\\tb\\r\\nc\\x1b[31m\\x9b\\u202e\\u2066\\u{e0041}',
    );
  });

  it('keeps letters, emoji and their joiners', () => {
    expect(shownText('é日本👩‍💻')).toBe('é日本👩‍💻');
  });

  it('masks keys, and shows bytes that are not UTF-8 as U+FFFD', () => {
    expect(shownPath(`a\udcff/${keyOf(1)}/\ud800`)).toBe('a\ufffd/tt1.227b…7d89/\ufffd');
  });

  it('is cut between characters', () => {
    expect(shortened('abcdef', 4)).toBe('abc…');
    expect(shortened('ab👩cd', 4)).toBe('ab…');
    expect(shortened('abc', 3)).toBe('abc');
  });
});

describe('the width on a terminal', () => {
  it('is two columns for East Asian wide characters and emoji, none for marks', () => {
    const widths = {
      abc: 3,
      日本: 4,
      ｶﾅ: 2,
      Ｆ: 2,
      '👩‍💻': 2,
      '🇩🇪': 2,
      '❤️': 2,
      '❤': 1,
      'e\u0301': 1,
      한: 2,
      '…': 1,
    };
    for (const [text, width] of Object.entries(widths))
      expect([text, displayWidth(text)]).toEqual([text, width]);
  });
});
