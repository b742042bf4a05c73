import { describe, expect, it } from 'vitest';
import { withVerdicts } from '../../src/core/key-state.ts';
import type { Verification } from '../../src/core/verification.ts';
import { githubReport } from '../../src/report/github.ts';
import { aFinding, aReport, keyOf, wholeText } from './sample-report.ts';

const commands = (...args: Parameters<typeof aReport>) =>
  wholeText(githubReport(aReport(...args)))
    .split('\n')
    .filter(Boolean);

describe('the workflow commands', () => {
  it('name the level, the place and the masked key', () => {
    expect(commands([aFinding()])).toEqual([
      '::error file=src/a.ts,line=3,endLine=3,col=14,endColumn=82,title=ttleaks::TimeTime API key tt1.227b…7d89: committed: whoever gets the repository gets the key. Revoke it: deleting it is not enough.',
    ]);
    expect(commands([aFinding({ exposure: 'ignored' })])[0]).toMatch(/^::notice /);
    expect(commands([aFinding({ exposure: 'untracked' })])[0]).toMatch(/^::warning /);
  });

  it('name the file alone of a key in a container, and the member in words', () => {
    const [line] = commands([aFinding({ path: 'app.tgz', container: 'app.tgz!package/a.js' })]);
    expect(line).toMatch(/^::error file=app\.tgz,title=ttleaks::.* at app\.tgz!package\/a\.js:3:14: /);
  });

  it('escape what would end a property or a command', () => {
    expect(commands([aFinding({ path: 'a%,b:c\r\n::error::x.ts' })])[0]).toContain(
      '::error file=a%25%2Cb%3Ac\\r\\n%3A%3Aerror%3A%3Ax.ts,line=3',
    );
  });

  it('are at most ten of each level, the last one counting the rest', () => {
    const findings = Array.from({ length: 25 }, (_, index) => aFinding({ path: `f${index}` }));
    const lines = commands([
      ...findings,
      ...findings.slice(0, 10).map((finding) => ({ ...finding, level: 'note' as const })),
    ]);
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(lines[9]).toContain('16 more places');
    expect(lines.filter((line) => line.startsWith('::notice'))).toHaveLength(10);
    expect(lines.at(-1)).not.toContain('more');
  });

  it('tell of a live key first: the runner drops what comes behind the tenth', () => {
    const findings = Array.from({ length: 25 }, (_, index) => aFinding({ path: `f${index}`, seed: index }));
    const live = aFinding({ path: 'z.ts', seed: 'live' });
    const checkedAt = '2026-01-01T00:00:00Z';
    const radius = {
      owner: 'a***@example.com',
      organizations: [],
      actsForOthers: 'no',
      identity: { kind: 'none' },
    } as const;
    const verifications = new Map<string, Verification>([
      ...findings.map(({ secret }): [string, Verification] => [
        secret.id,
        { status: 'unknown', reason: 'timeout', checkedAt },
      ]),
      [live.secret.id, { status: 'live', reason: 'accepted', checkedAt, radius }],
    ]);
    const report = withVerdicts({ ...aReport([...findings, live]), verifications });
    expect(wholeText(githubReport(report)).split('\n')[0]).toContain('file=z.ts,');
  });

  it('spend one of the ten warnings on saying that the scan is incomplete', () => {
    const findings = Array.from({ length: 10 }, (_, index) =>
      aFinding({ path: `f${index}`, exposure: 'untracked' }),
    );
    const lines = commands(findings, { complete: false });
    expect(lines).toHaveLength(10);
    expect(lines[0]).toContain('incomplete');
    expect(lines[9]).toContain('2 more places');
  });

  it('name no file for what the checkout does not show: history, messages, names, keys in paths', () => {
    const introduced = {
      commit: 'a1'.repeat(20),
      author: 'Ann',
      date: '2024-01-01T00:00:00Z',
      subject: 'Add',
    };
    const gone = commands([aFinding({ inHead: false, introduced })], { mode: 'history' })[0];
    expect(gone).toMatch(
      /^::error title=ttleaks::.* at src\/a\.ts:3:14: .*brought in by a1a1a1a1 \(2024-01-01\) Add/,
    );
    expect(gone).not.toContain('Ann');
    expect(commands([aFinding({ path: '(commit message)', site: 'message' })])[0]).not.toContain('file=');
    expect(commands([aFinding({ path: keyOf(1), site: 'name' })])[0]).not.toContain('file=');
    expect(commands([aFinding({ path: '(stdin)' })], { mode: 'stdin' })[0]).not.toContain('file=');
  });

  it('are none where all was read and nothing found', () => {
    expect(commands()).toEqual([]);
  });
});
