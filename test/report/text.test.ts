import { describe, expect, it } from 'vitest';
import { textReport } from '../../src/report/text.ts';
import { textSummary } from '../../src/report/text-summary.ts';
import { aFinding, aReport, aRichReport, keyOf, maskedSnippet, PLAIN, wholeText } from './sample-report.ts';

const report = (...findings: Parameters<typeof aFinding>[0][]) =>
  wholeText(textReport(aReport(findings.map(aFinding)), PLAIN));
const summary = (...args: Parameters<typeof aReport>) => wholeText(textSummary(aReport(...args), PLAIN));

describe('the text report', () => {
  it('shows the level, the place, the masked key, the exposure, the line and carets under the key', () => {
    expect(report({})).toContain(
      [
        'error  src/a.ts:3:14  TimeTime API key tt1.227b…7d89',
        '    committed: whoever gets the repository gets the key',
        "    3 | const key = 'tt1.227b…7d89';",
        '      |              ^^^^^^^^^^^^^',
        '',
      ].join('\n'),
    );
  });

  it('puts the carets right after wide characters, emoji, marks and tabs', () => {
    const text = report({ snippet: maskedSnippet(`\t日本 👩‍💻 e\u0301 ${keyOf(1)}`) });
    const [line = '', carets = ''] = text.split('\n').slice(4, 6);
    expect(line).toBe('    3 |   日本 👩‍💻 e\u0301 tt1.227b…7d89');
    expect(carets).toBe(`      |${' '.repeat(1 + 2 + 4 + 1 + 2 + 1 + 1 + 1)}^^^^^^^^^^^^^`);
  });

  it('lists the worst first, under a count of each level', () => {
    const text = wholeText(textReport(aRichReport(), PLAIN));
    const order = [
      '4 errors',
      'dist/a b#1.js',
      'old.py',
      '1 warning',
      'notes.txt',
      '1 note',
      '.env',
      'What to do next',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('tells the life of a key in history without mail addresses', () => {
    const text = wholeText(textReport(aRichReport(), PLAIN));
    expect(text).toContain('brought in by a1a1a1a1 (2024-03-04, Ann) Add the config\n');
    expect(text).toContain('taken out by c3c3c3c3 (2024-05-06)\n');
    expect(text).toContain('still held by main, v1, x and 1 more ref\n');
    expect(text).not.toContain('ann@example.com');
    expect(report({ reachable: false, refs: [] })).toContain(
      'unreachable: git keeps the object until it prunes it',
    );
  });

  it('lists suppressed findings only when it is verbose', () => {
    expect(wholeText(textReport(aRichReport(), PLAIN))).not.toContain('waived.ts');
    const verbose = wholeText(textReport(aRichReport(), { ...PLAIN, verbose: true }));
    expect(verbose).toContain('waived.ts:3:14');
    expect(verbose).toContain('suppressed (inline): a test key');
    expect(verbose).toContain('[timetime-api-key]');
  });

  it('shows a whole key only when told to', () => {
    const findings = aReport([aFinding()]);
    expect(wholeText(textReport(findings, PLAIN))).not.toContain(keyOf(1));
    expect(wholeText(textReport(findings, { ...PLAIN, showSecrets: true }))).toContain(keyOf(1));
  });

  it('says how the languages of the files read the key, and says nothing to revoke for an ignored file', () => {
    expect(report({ path: 'a.py' }, { path: 'b.go' })).toMatch(/Python {2}os\.environ.*\n +Go {6}os\.Getenv/);
    const ignored = report({ path: '.env', exposure: 'ignored' });
    expect(ignored).toContain('Nothing to do');
    expect(ignored).not.toContain('dashboard');
  });

  it('names no line for a key that stands in a name', () => {
    expect(report({ path: `keys/${keyOf(1)}.txt`, site: 'name' })).toContain(
      'keys/tt1.227b…7d89.txt (in the name)  ',
    );
  });

  it('colours only when told to', () => {
    expect(report({})).not.toContain('\u001b');
    expect(wholeText(textReport(aReport([aFinding()]), { ...PLAIN, color: true }))).toContain(
      '\u001b[31merror',
    );
  });

  it('is empty where there is nothing to list', () => {
    expect(report()).toBe('');
  });
});

describe('the summary', () => {
  it('says what was looked at when nothing was found', () => {
    expect(summary()).toBe('No TimeTime keys in 1,234 files (56 MB).\n');
    expect(summary([], { mode: 'history', files: 0, objects: 12_345, commits: 1 })).toBe(
      'No TimeTime keys in 12,345 objects, 1 commit (56 MB).\n',
    );
    expect(summary([], { mode: 'stdin', bytes: 1 })).toBe('No TimeTime keys in standard input (1 byte).\n');
  });

  it('never claims that there is nothing when the scan is incomplete', () => {
    const skipped = [{ path: 'locked', reason: 'permission denied', kind: 'unread' as const }];
    expect(summary([], { complete: false, skipped })).toBe(
      [
        'INCOMPLETE: 1 thing could not be read. There may be keys that this report does not show.',
        '    locked: permission denied',
        'Found no TimeTime keys in what could be read (1,234 files (56 MB)), but that is not all.',
        '',
      ].join('\n'),
    );
  });

  it('counts keys, places, levels and what is suppressed', () => {
    expect(wholeText(textSummary(aRichReport(), PLAIN))).toContain(
      'Found 5 keys in 6 places (4 errors, 1 warning, 1 note) in 1,234 files (56 MB). 1 finding suppressed.\n',
    );
  });

  it('lists the first few skipped paths, and all of them when it is verbose', () => {
    const skipped = Array.from({ length: 30 }, (_, index) => ({
      path: `big-${index}`,
      reason: 'larger than --max-size',
      kind: 'by-request' as const,
    }));
    const brief = summary([], { skipped });
    expect(brief).toContain('and 27 more (all with --verbose)');
    expect(brief).not.toContain('big-29');
    expect(wholeText(textSummary(aReport([], { skipped }), { ...PLAIN, verbose: true }))).toContain('big-29');
  });
});
