import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodePath } from '../../src/core/path-text.ts';
import { type Walked, type WalkOptions, walk } from '../../src/sources/walk.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

function walked(
  root: string,
  options: Partial<WalkOptions> = {},
): (Walked | { readonly kind: 'file'; readonly path: string })[] {
  const found = [
    ...walk(root, { isExcluded: () => false, onDirectory: () => {}, nodeModules: false, ...options }),
  ].flatMap(({ files, others }) => [...others, ...files.map((path) => ({ kind: 'file' as const, path }))]);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function pathsOf(found: ReturnType<typeof walked>): string[] {
  return found.map(({ kind, path }) => `${kind} ${path}`);
}

describe('a walk', () => {
  it('tells files, folders, links and special files apart, and follows no link', () => {
    const root = temporaryDirectory({ 'a/b/c': '', d: '' });
    symlinkSync('a', join(root, 'link'));
    execFileSync('mkfifo', [join(root, 'fifo')]);
    expect(pathsOf(walked(root))).toEqual([
      'directory a',
      'directory a/b',
      'file a/b/c',
      'file d',
      'special fifo',
      'link link',
    ]);
    expect(walked(root).find(({ kind }) => kind === 'link')).toMatchObject({ text: 'a' });
  });

  it('passes over .git, be it a folder or a file, and over node_modules unless told otherwise', () => {
    const root = temporaryDirectory({
      '.git/x': '',
      'sub/.git': '',
      'node_modules/m/i.js': '',
      'a/node_modules': 'a file',
    });
    expect(pathsOf(walked(root))).toEqual(['directory a', 'file a/node_modules', 'directory sub']);
    expect(pathsOf(walked(root, { nodeModules: true }))).toContain('file node_modules/m/i.js');
  });

  it('enters nothing that is excluded', () => {
    const root = temporaryDirectory({ 'a/b': '', 'c/d': '' });
    const asked: string[] = [];
    const found = walked(root, {
      isExcluded: (path, isDirectory) => {
        asked.push(`${path} ${isDirectory}`);
        return path === 'a';
      },
    });
    expect(pathsOf(found)).toEqual(['excluded a', 'directory c', 'file c/d']);
    expect(asked.sort()).toEqual(['a true', 'c true', 'c/d false']);
  });

  it('tells the names of a folder before anything in it is judged', () => {
    const root = temporaryDirectory({ 'a/.ttleaksignore': '', 'a/b': '' });
    const told: string[] = [];
    walked(root, {
      onDirectory: (path, entries) => {
        told.push(
          `${path}: ${entries
            .map(({ name }) => name)
            .sort()
            .join()}`,
        );
      },
      isExcluded: (path) => {
        told.push(path);
        return false;
      },
    });
    expect(told.indexOf('a: .ttleaksignore,b')).toBeLessThan(told.indexOf('a/b'));
  });

  it('keeps names that are not UTF-8', () => {
    const root = temporaryDirectory();
    execFileSync(
      'sh',
      [
        '-c',
        'mkdir "$(printf "f\\374r")" && touch "$(printf "f\\374r/caf\\351")" "$(printf "\\357\\277\\275")"',
      ],
      {
        cwd: root,
      },
    );
    const names = ['f\xfcr', 'f\xfcr/caf\xe9', '\xef\xbf\xbd'].map((name) =>
      decodePath(Buffer.from(name, 'latin1')),
    );
    expect(
      walked(root)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(names.sort());
  });

  it('names a folder that cannot be read', () => {
    const root = temporaryDirectory();
    expect(walked(join(root, 'missing'))).toEqual([
      { kind: 'unread', path: '.', reason: 'no such file or directory' },
    ]);
  });
});
