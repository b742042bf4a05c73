import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { aFinding, aReport, aRichReport, wholeText } from './sample-report.ts';

const html = (...args: Parameters<typeof aReport>) => wholeText(htmlReport(aReport(...args)));

describe('the HTML report', () => {
  it('allows its own style and script by their hashes, and nothing else', () => {
    const text = wholeText(htmlReport(aRichReport()));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'");
    const hashOf = (element: string) => {
      const source = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(text)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
    };
    expect(policy).toBe(
      `default-src 'none'; style-src ${hashOf('style')}; script-src ${hashOf('script')}; base-uri 'none'; form-action 'none'`,
    );
    expect(text).not.toMatch(/\ssrc=|<link|@import|url\(|\sstyle=|\son[a-z]+=/);
  });

  it('lists places, advice and what was looked at', () => {
    const text = wholeText(htmlReport(aRichReport()));
    expect(text).toContain('<pre>const key = &#39;<mark>tt1.227b…7d89</mark>&#39;;</pre>');
    expect(text).toContain('<strong>Incomplete:</strong> 1 thing could not be read.');
    expect(text).toContain('<th scope="row">Complete</th><td>no</td>');
    expect(text).toContain('<code>locked.ts</code>: permission denied');
    expect(text).toContain('<code>process.env.TIMETIME_API_KEY</code>');
    expect(text).not.toMatch(/waived\.ts|Ann\b/);
  });

  it('escapes markup in what it shows', () => {
    const text = html([aFinding({ path: '<script>alert(1)</script>&"\'' })]);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#39;:3:14');
    expect(text.match(/<script/g)).toHaveLength(1);
  });

  it('has no table where nothing was found', () => {
    expect(html()).not.toContain('id="findings">');
    expect(html()).toContain('<p>No TimeTime keys in 1,234 files (56 MB).</p>');
  });
});
