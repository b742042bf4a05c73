import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { REPORTERS } from '../../src/report/reporters.ts';
import { shownPath } from '../../src/report/shown.ts';
import { textSummary } from '../../src/report/text-summary.ts';
import { parseCsv } from './parse-csv.ts';
import { aFinding, aReport, keyOf, maskedSnippet, PLAIN, wholeText } from './sample-report.ts';

const WHOLE_KEY = /tt1\.[0-9a-f]{64}/;
const OBEYED = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        ...[
          '\u001b[31m',
          '\u202e',
          '\r\n::error::x',
          '|',
          '`',
          '<script>',
          '"',
          "'",
          '=1',
          ',',
          '%',
          ':',
          '\\',
          '/',
          ']]>',
        ],
        ...[
          '{0}',
          '[x](1)',
          '\udcff',
          '\ud83d',
          '\u0000',
          keyOf('hostile'),
          `${keyOf('a')}${keyOf('b')}`,
          '../',
          '@user',
        ],
      ),
      fc.integer({ min: 1, max: 99 }).map(keyOf),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const finding: fc.Arbitrary<Finding> = fc
  .record({
    path: hostile,
    text: hostile,
    subject: hostile,
    author: hostile,
    justification: hostile,
    ref: hostile,
    seed: fc.nat(5),
    variable: fc.option(hostile, { nil: undefined }),
    isSuppressed: fc.boolean(),
    site: fc.constantFrom('content' as const, 'name' as const, 'ref' as const, 'message' as const),
  })
  .map(({ path, text, subject, author, justification, ref, seed, variable, isSuppressed, site }) =>
    aFinding({
      path,
      seed,
      site,
      snippet: maskedSnippet(text),
      introduced: { commit: 'a1'.repeat(20), author, date: '2024-01-01T00:00:00Z', subject },
      refs: [ref],
      ...(variable === undefined ? {} : { variable }),
      ...(isSuppressed ? { suppressed: { kind: 'inline', justification } } : {}),
    }),
  );

const report = fc
  .record({ findings: fc.array(finding, { maxLength: 5 }), path: hostile, reason: hostile, warning: hostile })
  .map(({ findings, path, reason, warning }) =>
    aReport(findings, {
      target: path,
      complete: false,
      skipped: [
        { path, reason, kind: 'unread' },
        { path, reason, kind: 'by-request' },
      ],
      warnings: [warning],
    }),
  );

const holds = (check: (from: ReturnType<typeof aReport>) => void) =>
  fc.assert(
    fc.property(report, (from) => {
      check(from);
    }),
    { numRuns: 60 },
  );

describe('hostile strings', () => {
  it('bring no whole key and nothing that a terminal obeys into any format', () => {
    const verbose = { ...PLAIN, verbose: true };
    holds((from) => {
      for (const reporter of [...Object.values(REPORTERS), textSummary]) {
        const text = wholeText(reporter(from, verbose));
        expect(text).not.toMatch(WHOLE_KEY);
        expect(text.replaceAll('\r\n', '\n')).not.toMatch(OBEYED);
      }
    });
  });

  it('leave JSON and SARIF readable, URIs relative and fingerprints distinct', () => {
    holds((from) => {
      const { findings } = JSON.parse(wholeText(REPORTERS.json(from, PLAIN)));
      expect(findings).toHaveLength(from.findings.length);
      const { results } = JSON.parse(wholeText(REPORTERS.sarif(from, PLAIN))).runs[0];
      const marks = results.map(({ locations, partialFingerprints }: (typeof results)[number]) => {
        const { uri } = locations[0].physicalLocation.artifactLocation;
        expect(uri).toMatch(/^(?!\/)(?:[\w.~/-]|%[0-9A-F]{2})+$/);
        return JSON.stringify([uri, partialFingerprints]);
      });
      expect(new Set(marks).size).toBe(marks.length);
    });
  });

  it('stay one line to a workflow command', () => {
    holds((from) => {
      for (const piece of REPORTERS.github(from, PLAIN)) {
        expect(piece).toMatch(/^::(error|warning|notice) (?:[a-zA-Z]+=[^,:]*,?)+::[^\n]*\n$/);
      }
    });
  });

  it('stay in their row and cell', () => {
    holds((from) => {
      const rows = parseCsv(wholeText(REPORTERS.csv(from, PLAIN)));
      const paths = rows.slice(1).map((row) => row[6]);
      const isFormula = /^[=+\-@＝＋－＠]/;
      const shown = from.findings.map(({ path }) => shownPath(path));
      expect(paths).toEqual(shown.map((path) => (isFormula.test(path) ? `'${path}` : path)));
      const cells = wholeText(REPORTERS.markdown(from, PLAIN))
        .split('\n')
        .filter((line) => line.startsWith('| '));
      for (const line of cells) expect(line.split('|')).toHaveLength(7);
    });
  });

  it('are no markup', () => {
    const known = new Set(
      'html head meta title style body main h1 h2 h3 p strong ul li section label input output table thead tr th button tbody td span pre mark br code a ol footer script !doctype'.split(
        ' ',
      ),
    );
    holds((from) => {
      const text = wholeText(REPORTERS.html(from, PLAIN)).replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');
      for (const [, name = ''] of text.matchAll(/<\/?([^\s>]*)/g)) expect(known).toContain(name);
    });
  });
});
