import { describe, expect, it } from 'vitest';
import { FILE_ENDINGS, FORMATS, formatOfFile } from '../../src/report/formats.ts';
import { fileReport, REPORTERS } from '../../src/report/reporters.ts';
import { aFinding, aReport, aRichReport, keyOf, PLAIN, wholeText } from './sample-report.ts';

describe('the formats', () => {
  it('are known by name', () => {
    expect(Object.keys(REPORTERS)).toEqual([...FORMATS]);
  });

  it('are named by the ending of a file', () => {
    const files = [
      'a.json',
      'x/b.SARIF',
      'c.md',
      'd.html',
      'e.csv',
      'f.txt',
      'g.xml',
      'json',
      'h.constructor',
    ];
    expect(files.map(formatOfFile)).toEqual([
      'json',
      'sarif',
      'markdown',
      'html',
      'csv',
      'text',
      undefined,
      undefined,
      undefined,
    ]);
    expect(FILE_ENDINGS).toEqual(['.json', '.sarif', '.md', '.html', '.csv', '.txt']);
  });

  it('give a text file its summary, and never colour or a whole key', () => {
    const options = { color: true, showSecrets: true, verbose: false };
    const text = wholeText(fileReport('text', aReport([aFinding()]), options));
    expect(text).toContain('What to do next');
    expect(text).toMatch(/Found 1 key in 1 place .*\.\n$/);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain(keyOf(1));
  });

  it('write the same from run to run, in many pieces, each ending in a line break', () => {
    for (const reporter of Object.values(REPORTERS)) {
      const pieces = [...reporter(aRichReport(), PLAIN)];
      expect(pieces).toEqual([...reporter(aRichReport(), PLAIN)]);
      expect(pieces.length).toBeGreaterThan(4);
      expect(pieces.at(-1)).toMatch(/\n$/);
    }
  });

  it('keep each piece small however many findings there are', () => {
    const secret = aFinding().secret;
    const report = aReport(
      Array.from({ length: 25_001 }, (_, index) => aFinding({ secret, path: `src/f${index}.ts` })),
    );
    for (const format of ['text', 'json', 'html', 'csv'] as const) {
      let [largest, total] = [0, 0];
      for (const piece of REPORTERS[format](report, PLAIN)) {
        largest = Math.max(largest, piece.length);
        total += piece.length;
      }
      expect(largest).toBeLessThan(10_000);
      expect(total).toBeGreaterThan(25_000 * 100);
    }
  });
});
