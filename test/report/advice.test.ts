import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { adviceFor } from '../../src/report/advice.ts';
import { aFinding, aReport, keyOf } from './sample-report.ts';

type Facts = Parameters<typeof aFinding>[0];

/** Each step in one line, with its examples. */
function advice(facts: readonly Facts[], scan: Parameters<typeof aReport>[1] = {}): string[] {
  const report = aReport(facts.map(aFinding), scan);
  return adviceFor(report, report.findings).map(({ text, examples = [] }) =>
    [text, ...examples.map(({ label, code }) => `${label}: ${code}`)].join(' | '),
  );
}

const since = (date: string): Pick<Finding, 'introduced'> => ({
  introduced: { commit: 'a1'.repeat(20), author: 'Ann', date: `${date}T05:06:07+02:00`, subject: 'x' },
});

const REJECTED = {
  status: 'inactive',
  reason: 'rejected',
  httpStatus: 401,
  checkedAt: '2026-01-01T00:00:00Z',
} as const;

describe('the advice', () => {
  it('names a key that files of several environments share, and both files', () => {
    const [, ...steps] = advice(
      [
        { path: '.env.production', exposure: 'ignored' },
        { path: '.env.development', exposure: 'ignored' },
        { path: '.env.development.local', exposure: 'ignored' },
        { path: 'src/.env.test', exposure: 'ignored', seed: 2 },
      ],
      {},
    );
    expect(steps).toEqual([
      'One key stands in the files of several environments: give each its own, so that one can be revoked without the others. | tt1.227b…7d89: .env.development, .env.production',
    ]);
  });

  it.each([
    ['.env', '.env.production', true],
    ['.env', '.env.local', false],
    ['config/prod.yml', 'config/staging.yml', true],
    ['values-prod.yaml', 'values-dev.yaml', true],
    ['appsettings.Production.json', 'appsettings.Development.json', true],
    ['src/environments/environment.prod.ts', 'src/environments/environment.dev.ts', true],
    ['.env.production', '.env.prod', false],
    ['.env.production', '.env.example', false],
    ['src/test.py', '.env.production', false],
    ['a.ts', 'b.ts', false],
  ])('takes %s and %s for two environments: %s', (one, other, isShared) => {
    const steps = advice([{ path: one }, { path: other }]);
    expect(steps.some((step) => step.startsWith('One key stands'))).toBe(isShared);
  });

  it('says of a key older than a year since when it stands there, once for each key', () => {
    const steps = advice(
      [
        { path: 'a.ts', ...since('2024-02-01') },
        { path: 'b.ts', ...since('2024-01-01') },
        { path: 'c.ts', seed: 2, ...since('2025-05-01') },
      ],
      { mode: 'history', date: '2025-06-01' },
    );
    const old = steps.filter((step) => step.startsWith('Keys that are older than a year'));
    expect(old).toHaveLength(1);
    expect(old[0]).toMatch(/ \| tt1\.227b…7d89: since 2024-01-01$/);
    expect(advice([since('2024-06-02')], { date: '2025-06-01' }).join()).not.toContain('older than a year');
    expect(advice([since('2024-05-31')], { date: '2025-06-01' }).join()).toContain('older than a year');
  });

  it.each([
    ['a.mts', 'JavaScript: process.env.TIMETIME_API_KEY'],
    ['a.py', "Python: os.environ.get('TIMETIME_API_KEY')"],
    ['a.php', "PHP: getenv('TIMETIME_API_KEY')"],
    ['a.rb', "Ruby: ENV.fetch('TIMETIME_API_KEY')"],
    ['a.go', 'Go: os.Getenv("TIMETIME_API_KEY")'],
    ['A.java', 'Java: System.getenv("TIMETIME_API_KEY")'],
    ['A.kt', 'Kotlin: System.getenv("TIMETIME_API_KEY")'],
    ['A.cs', 'C#: Environment.GetEnvironmentVariable("TIMETIME_API_KEY")'],
    ['a.rs', 'Rust: std::env::var("TIMETIME_API_KEY")'],
    ['a.sh', 'Shell: "$TIMETIME_API_KEY"'],
    ['values.yml', `YAML: \${TIMETIME_API_KEY}`],
    ['.github/workflows/a.yml', `GitHub Actions: \${{ secrets.TIMETIME_API_KEY }}`],
    ['.gitlab-ci.yml', 'GitLab CI: $TIMETIME_API_KEY'],
    ['api/Dockerfile', 'Dockerfile: RUN --mount=type=secret,id=timetime,env=TIMETIME_API_KEY …'],
  ])('gives the line to write instead in %s', (path, line) => {
    expect(advice([{ path }])[1]?.split(' | ').slice(1)).toEqual([line]);
  });

  it('gives no line to read the environment where there is none: on a client the call moves to a server', () => {
    const steps = advice([
      { path: 'public/a.js', exposure: 'client', exposureReason: { kind: 'served-folder', name: 'public/' } },
    ]);
    expect(steps.join('\n')).not.toContain('process.env');
    expect(steps.join('\n')).toContain('call TimeTime from a server of yours');
  });

  it('says how to call a public variable, and to take settings out that inline the secret one', () => {
    const steps = advice([
      {
        path: '.env',
        ruleId: 'timetime-public-env',
        exposure: 'client',
        exposureReason: { kind: 'public-variable', name: 'Vite' },
        variable: 'VITE_TT',
      },
      {
        path: 'next.config.js',
        ruleId: 'timetime-public-env',
        exposure: 'client',
        exposureReason: { kind: 'inlined-variable', name: 'Next.js' },
        variable: 'TIMETIME_API_KEY',
      },
    ]);
    expect(steps).toContainEqual(
      expect.stringMatching(/prefix .* rename it.* \| VITE_TT: TIMETIME_API_KEY$/),
    );
    expect(steps).toContainEqual(expect.stringContaining('Take `TIMETIME_API_KEY` out of the settings'));
  });

  it('says each thing once, however many findings there are, and lists a few of many', () => {
    const many = Array.from({ length: 40 }, (_, seed) => ({
      seed,
      path: `${seed}.ts`,
      ...since('2020-01-01'),
    }));
    const steps = advice(many, { date: '2025-06-01' });
    expect(new Set(steps).size).toBe(steps.length);
    expect(steps.at(-2)?.split(' | ')).toHaveLength(1 + 5 + 1);
    expect(steps.at(-2)).toMatch(/ \| …: and 35 more$/);
  });

  it('shows no key and nothing that a terminal obeys, whatever the paths are', () => {
    const steps = advice([
      { path: `${keyOf(1)}/\u001b[31m/.env.production` },
      { path: `${keyOf(1)}/.env.development` },
    ]);
    expect(steps.join('\n')).toContain('One key stands');
    expect(steps.join('\n')).not.toContain(keyOf(1));
    expect(steps.join('\n')).not.toContain('\u001b');
  });

  it('about a dead key beside a live one in an ignored file is to take the dead one out, and no more', () => {
    const [dead, live] = [
      aFinding({ seed: 'dead', path: 'old.ts' }),
      aFinding({ seed: 'live', path: '.env', exposure: 'ignored' }),
    ];
    const verifications = new Map([[dead.secret.id, REJECTED]]);
    const report = { ...aReport([dead, live]), verifications };
    const steps = adviceFor(report, report.findings).map(({ text }) => text);
    expect(steps[0]).toMatch(/^A dead key needs no revoking/);
    expect(steps.join('\n')).not.toMatch(/gitignore|Revoke|Make a new key/);
    const open = { ...report, findings: [dead, { ...live, exposure: 'untracked' as const }] };
    expect(adviceFor(open, open.findings)[0]?.text).toMatch(/^Add the file to `\.gitignore`/);
  });
});
