import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PathFilter } from '../../src/settings/path-filter.ts';
import { temporaryDirectory } from './temporary-directory.ts';

function excluding(...patterns: string[]): PathFilter {
  return new PathFilter([{ directory: '', patterns, source: '--exclude' }]);
}

function ignoring(files: Readonly<Record<string, string>>): PathFilter {
  const filter = new PathFilter();
  for (const [directory, text] of Object.entries(files)) filter.addIgnoreFile(directory, text);
  return filter;
}

describe('--exclude', () => {
  it('leaves out what gitignore patterns match, and all below', () => {
    const filter = excluding('dist/', '*.min.js', '/only-here', 'a/**/z');
    const excluded = ['dist/a.js', 'x/dist/b/c.js', 'x.min.js', 'b/x.min.js', 'only-here', 'a/z', 'a/b/c/z'];
    const kept = ['dist', 'src/x.js', 'b/only-here', 'b/a/c/z'];
    expect(excluded.filter((path) => !filter.isExcluded(path, false))).toEqual([]);
    expect(kept.filter((path) => filter.isExcluded(path, false))).toEqual([]);
    expect(filter.isExcluded('dist', true)).toBe(true);
  });

  it('tells upper from lower case', () => {
    expect(excluding('README').isExcluded('readme', false)).toBe(false);
  });

  it('holds below its directory alone', () => {
    const filter = new PathFilter([{ directory: 'a/b', patterns: ['/x', 'y'], source: 'config' }]);
    expect(['a/b/x', 'a/b/c/y'].every((path) => filter.isExcluded(path, false))).toBe(true);
    expect(['x', 'y', 'a/x', 'a/bb/x', 'a/b'].some((path) => filter.isExcluded(path, false))).toBe(false);
  });

  it('is not brought back by an ignore file', () => {
    const filter = excluding('*.map');
    filter.addIgnoreFile('', '!*.map');
    expect(filter.isExcluded('a.map', false)).toBe(true);
  });

  it('with a pattern that would take ages is refused', () => {
    expect(() => excluding('a/**/b/**/c/**/d')).toThrow(/--exclude: pattern 1 has too many "\/\*\*"/);
    expect(() => excluding('a'.repeat(2000))).toThrow(/pattern 1 is too long/);
  });

  it('with many stars comes to an end on names made to be slow', () => {
    expect(excluding('*a*a*a*a*a*a*a*a*ab').isExcluded('a'.repeat(255), false)).toBe(false);
    expect(excluding('x/**/y/**/z').isExcluded(`${'x/y/'.repeat(500)}q`, false)).toBe(false);
  });
});

describe('.ttleaksignore', () => {
  it('counts in each directory, and the nearest one that speaks of a path decides', () => {
    const filter = ignoring({ '': '*.txt\n', a: '!keep.txt\n', 'a/b': 'keep.txt\n' });
    expect(filter.isExcluded('keep.txt', false)).toBe(true);
    expect(filter.isExcluded('a/keep.txt', false)).toBe(false);
    expect(filter.isExcluded('a/c/keep.txt', false)).toBe(false);
    expect(filter.isExcluded('a/b/keep.txt', false)).toBe(true);
    expect(filter.isExcluded('a/other.txt', false)).toBe(true);
  });

  it('cannot bring back what stands below an excluded directory', () => {
    const filter = ignoring({ '': 'a/\n!a/keep.txt\n', a: '!keep.txt' });
    expect(filter.isExcluded('a/keep.txt', false)).toBe(true);
  });

  it('may have comments, blank lines and the line ends of Windows', () => {
    const filter = ignoring({ '': '# secrets\r\n\r\n*.pem\r\n\\#file\r\n' });
    expect(filter.isExcluded('a.pem', false)).toBe(true);
    expect(filter.isExcluded('#file', false)).toBe(true);
    expect(filter.isExcluded('# secrets', false)).toBe(false);
  });

  it('counts from the moment it is met', () => {
    const filter = excluding('never');
    expect(filter.isExcluded('a/b', true)).toBe(false);
    filter.addIgnoreFile('a', 'b/');
    expect(filter.isExcluded('a/b', true)).toBe(true);
  });

  it('means what git means by the same patterns', () => {
    const names = ['a', 'b', 'c.js', 'd.min.js'];
    const path = fc
      .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('/'));
    const pattern = fc
      .tuple(fc.constantFrom('', '!', '/', '**/'), path, fc.constantFrom('', '/', '/*', '/**', '*'))
      .map((parts) => parts.join(''));
    const cwd = temporaryDirectory();
    spawnSync('git', ['init', '-q'], { cwd });
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 4 }),
        fc.array(path, { minLength: 1, maxLength: 8 }),
        (root, paths) => {
          const filter = ignoring({ '': root.join('\n') });
          expect(paths.filter((asked) => filter.isExcluded(asked, false)).sort()).toEqual(
            gitIgnored(cwd, root, paths),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a filter without patterns', () => {
  it('leaves nothing out, and asks nothing of a path', () => {
    const filter = new PathFilter([{ directory: '', patterns: [], source: '--exclude' }]);
    expect(filter.isExcluded('../odd//path/', false)).toBe(false);
  });
});

function gitIgnored(cwd: string, patterns: readonly string[], paths: readonly string[]): string[] {
  writeFileSync(join(cwd, '.gitignore'), patterns.join('\n'));
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  return stdout.split('\0').filter(Boolean).sort();
}
