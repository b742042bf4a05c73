import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonOf, TtleaksError } from '../../src/core/errors.ts';
import { compareFindings, type Finding, fingerprintOf, levelOf } from '../../src/core/finding.ts';
import { decodePath } from '../../src/core/path-text.ts';
import { Secret } from '../../src/core/secret.ts';
import { keyOf } from './key-maker.ts';

describe('a fingerprint', () => {
  const secret = new Secret(keyOf(1));

  it('depends on rule, key and path, on each of them', () => {
    const print = fingerprintOf('rule', secret, 'a/b');
    expect(print).toMatch(/^[0-9a-f]{32}$/);
    expect(fingerprintOf('rule', new Secret(keyOf(1)), 'a/b')).toBe(print);
    const others = [
      fingerprintOf('other', secret, 'a/b'),
      fingerprintOf('rule', new Secret(keyOf(2)), 'a/b'),
      fingerprintOf('rule', secret, 'a/c'),
    ];
    expect(new Set([print, ...others]).size).toBe(4);
  });

  it('tells paths apart that look the same', () => {
    const [one, two] = ['caf\xe9', 'caf\xe8'].map((name) => decodePath(Buffer.from(name, 'latin1')));
    expect(fingerprintOf('rule', secret, one ?? '')).not.toBe(fingerprintOf('rule', secret, two ?? ''));
  });
});

describe('findings', () => {
  const finding: fc.Arbitrary<Finding> = fc
    .record({
      level: fc.constantFrom('error' as const, 'warning' as const, 'note' as const),
      path: fc.constantFrom('a', 'b', 'B', 'a/b', 'ä'),
      line: fc.integer({ min: 1, max: 11 }),
      column: fc.integer({ min: 1, max: 3 }),
      ruleId: fc.constantFrom('x', 'y'),
      seed: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ level, path, line, column, ruleId, seed }) => {
      const secret = new Secret(keyOf(seed));
      return {
        fingerprint: fingerprintOf(ruleId, secret, path),
        ruleId,
        secret,
        level,
        confidence: 'certain',
        exposure: 'none',
        site: 'content',
        path,
        region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 68 },
        snippet: { text: '', caretStart: 0, caretEnd: 0 },
        via: [],
      };
    });

  it('have one order, whatever the order they come in', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (findings, noise) => {
        const sorted = [...findings].sort(compareFindings);
        const shuffled = findings
          .map((found) => ({ found, key: noise.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ found }) => found);
        expect(shuffled.sort(compareFindings)).toEqual(sorted);
        for (const [index, found] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next) expect(compareFindings(found, next)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  it('stand worst first', () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 12 }), (findings) => {
        const levels = findings.sort(compareFindings).map(({ level }) => level);
        const ranks = levels.map((level) => ['error', 'warning', 'note'].indexOf(level));
        expect(ranks).toEqual([...ranks].sort());
      }),
    );
  });

  it('have the level of their exposure', () => {
    const levels = (['client', 'committed', 'untracked', 'ignored', 'none'] as const).map(levelOf);
    expect(levels).toEqual(['error', 'error', 'warning', 'note', 'error']);
  });
});

describe('an expected failure', () => {
  it('has an exit code and keeps its cause', () => {
    const cause = new Error('deep');
    expect(new TtleaksError('USAGE', 'x').exitCode).toBe(2);
    expect(new TtleaksError('CONFIG', 'x').exitCode).toBe(2);
    expect(new TtleaksError('INCOMPLETE', 'x', { cause })).toMatchObject({ exitCode: 3, cause });
  });

  it('names its reason in words', () => {
    const failure = (code: string) => Object.assign(new Error(`${code}: open '/x'`), { code });
    expect(reasonOf(failure('EACCES'))).toBe('permission denied');
    expect(reasonOf(failure('EODD'))).toBe('EODD');
    expect(reasonOf(new Error('plain'))).toBe('plain');
    expect(reasonOf('text')).toBe('text');
  });
});
