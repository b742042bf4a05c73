import { describe, expect, it } from 'vitest';
import { csvReport } from '../../src/report/csv.ts';
import { parseCsv } from './parse-csv.ts';
import { aFinding, aReport, aRichReport, wholeText } from './sample-report.ts';

const rowsOf = (...args: Parameters<typeof aReport>) => parseCsv(wholeText(csvReport(aReport(...args))));

describe('the CSV report', () => {
  it('has a header and a row for each finding, suppressed ones too', () => {
    const [header = [], ...rows] = parseCsv(wholeText(csvReport(aRichReport())));
    expect(header.slice(0, 7)).toEqual([
      'level',
      'confidence',
      'exposure',
      'ruleId',
      'masked',
      'secretId',
      'path',
    ]);
    expect(rows).toHaveLength(7);
    expect(rows.every((row) => row.length === header.length)).toBe(true);
    expect(rows.map((row) => row[6])).toContain('waived.ts');
  });

  it('quotes commas and quotes', () => {
    expect(rowsOf([aFinding({ path: 'a,"b".ts' })])[1]?.[6]).toBe('a,"b".ts');
  });

  it('lets no cell begin a formula', () => {
    for (const path of ['=1+1', '+1', '-1', '@x', '＝1']) {
      expect(rowsOf([aFinding({ path })])[1]?.[6]).toBe(`'${path}`);
    }
  });

  it('is a header alone where nothing was found', () => {
    expect(rowsOf()).toHaveLength(1);
  });
});
