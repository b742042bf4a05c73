import { describe, expect, it } from 'vitest';
import { markdownReport } from '../../src/report/markdown.ts';
import { aFinding, aReport, aRichReport, wholeText } from './sample-report.ts';

const markdown = (...args: Parameters<typeof aReport>) => wholeText(markdownReport(aReport(...args)));

describe('the Markdown summary', () => {
  it('has the verdict, a row for each place and what to do next', () => {
    const text = wholeText(markdownReport(aRichReport()));
    expect(text).toContain('Found 5 keys in 6 places (4 errors, 1 warning, 1 note)');
    expect(text).toContain('| **error** | `src/a.ts:3:14` | `TimeTime API key tt1.227b…7d89` | committed: ');
    expect(text).toContain('### What to do next\n\n1. Revoke the key now');
    expect(text).not.toMatch(/waived\.ts|Ann\b/);
  });

  it('says first that a scan is incomplete', () => {
    expect(markdown([], { complete: false })).toMatch(
      /^## ttleaks\n\n> \[!CAUTION\]\n> \*\*The scan is incomplete\*\*/,
    );
    expect(markdown()).toBe('## ttleaks\n\nNo TimeTime keys in 1,234 files (56 MB).\n');
  });

  it('keeps pipes, backticks and markup of a path inside its cell', () => {
    const text = markdown([aFinding({ path: 'a|`<b>` @user.ts' }), aFinding({ path: '<img src=x> @user' })]);
    expect(text).toContain('<code>a&#124;&#96;&#60;b&#62;&#96; &#64;user&#46;ts&#58;3&#58;14</code>');
    expect(text).toContain('| `<img src=x> @user:3:14` |');
  });

  it('stays below 1 MiB and counts what it does not show', () => {
    const secret = aFinding().secret;
    const path = `${'\u{1f4a9}'.repeat(90)}|`;
    const findings = Array.from({ length: 25_001 }, (_, index) =>
      aFinding({ secret, path: `${index}${path}` }),
    );
    const skipped = Array.from({ length: 30_000 }, () => ({ path, reason: 'gone', kind: 'unread' as const }));
    const text = markdown(findings, { complete: false, skipped, warnings: skipped.map(() => path) });
    expect(Buffer.byteLength(text)).toBeLessThan(1_048_576);
    expect(text).toMatch(/24,\d{3} more places, not shown here\./);
  });
});
