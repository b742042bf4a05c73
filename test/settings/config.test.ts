import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig, parseConfig } from '../../src/settings/config.ts';
import { findConfig } from '../../src/settings/find-config.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('the search for a configuration', () => {
  it('takes the nearest one, from the start up to the root', () => {
    const root = temporaryDirectory({
      'ttleaks.config.yml': '',
      'a/ttleaks.config.json': '{}',
      'a/b/c/d.ts': '',
    });
    expect(findConfig({ start: join(root, 'a/b/c'), root })).toBe(join(root, 'a/ttleaks.config.json'));
    expect(findConfig({ start: root, root })).toBe(join(root, 'ttleaks.config.yml'));
  });

  it('never looks above the root', () => {
    const directory = temporaryDirectory({ 'ttleaks.config.yml': '', 'repository/a/b.ts': '' });
    const root = join(directory, 'repository');
    expect(findConfig({ start: join(root, 'a'), root })).toBeUndefined();
  });

  it('looks at the start alone where there is no repository, or the root is elsewhere', () => {
    const directory = temporaryDirectory({ 'ttleaks.config.yml': '', 'a/b.ts': '', 'other/x': '' });
    const start = join(directory, 'a');
    expect(findConfig({ start })).toBeUndefined();
    expect(findConfig({ start, root: join(directory, 'other') })).toBeUndefined();
  });

  it('takes the key of package.json, and passes one without it', async () => {
    const root = temporaryDirectory({
      'package.json': '{"ttleaks": {"failOn": "error"}}',
      'a/package.json': '{"devDependencies": {"ttleaks": "1.0.0"}}',
      'b/package.json': '{"broken": ',
    });
    expect(await loadConfig({ start: join(root, 'a'), root })).toMatchObject({ failOn: 'error' });
    expect(findConfig({ start: join(root, 'b'), root })).toBe(join(root, 'package.json'));
  });

  it('refuses two of them side by side', () => {
    const start = temporaryDirectory({ 'ttleaks.config.yml': '', 'ttleaks.config.json': '{}' });
    expect(() => findConfig({ start })).toThrow(/ttleaks\.config\.yml is also there — keep one of them/);
  });

  it('is left out where the user names a file', async () => {
    const start = temporaryDirectory({ 'ttleaks.config.yml': 'failOn: never', 'mine.yml': 'failOn: note' });
    expect(await loadConfig({ start, file: join(start, 'mine.yml') })).toMatchObject({ failOn: 'note' });
    await expect(loadConfig({ start, file: join(start, 'none.yml') })).rejects.toThrow(
      /none\.yml: no such file/,
    );
  });

  it('ends with nothing where there is none', async () => {
    expect(await loadConfig({ start: temporaryDirectory() })).toBeUndefined();
  });
});

describe('a configuration', () => {
  it('gives every option, with paths relative to itself', async () => {
    const text = [
      'rules: [rules/own.yml, ../shared]',
      'exclude: ["dist/**", "!dist/keep.js"]',
      'failOn: error',
      'baseline: known.json',
      'maxSize: 10M',
      'foreignAllow: true',
      'nodeModules: false',
      'jobs: 3',
    ].join('\n');
    expect(await parseConfig(text, '/root/a/ttleaks.config.yml', '/root')).toEqual({
      file: '/root/a/ttleaks.config.yml',
      rules: ['/root/a/rules/own.yml', '/root/shared'],
      exclude: ['dist/**', '!dist/keep.js'],
      failOn: 'error',
      baseline: '/root/a/known.json',
      maxBytes: 10_485_760,
      foreignAllow: true,
      nodeModules: false,
      jobs: 3,
    });
  });

  it('may be empty', async () => {
    expect(await parseConfig('# nothing yet\n', '/a/ttleaks.config.yml')).toMatchObject({
      rules: [],
      exclude: [],
    });
    expect(await parseConfig('{}', '/a/ttleaks.config.json')).toMatchObject({ failOn: undefined });
  });

  it.each([
    ['exlude: []', 'unknown key "exlude" — did you mean "exclude"?'],
    ['apiUrl: https://example.com', /unknown key "apiUrl" — allowed are .*rules, exclude, failOn/],
    ['failOn: high', 'failOn: is not valid — must be one of error, warning, note, never'],
    ['exclude: dist', 'exclude: is not valid — must be a list of patterns'],
    ['exclude: [1]', 'exclude[0]: is not valid — must be a list of patterns'],
    ['maxSize: 10 parsecs', 'maxSize: is not valid — must be a size such as 500K, 10M or 1G'],
    ['jobs: 0', 'jobs: is not valid — must be a whole number from 1 to 256'],
    ['jobs: 1.5', 'jobs: is not valid — must be a whole number from 1 to 256'],
    ['nodeModules: "yes"', 'nodeModules: is not valid — must be true or false'],
    ['- a', /is not valid — must be a map with the keys/],
    ['just text', /is not valid — must be a map with the keys/],
  ])('that says `%s` is refused in one line', async (text, message) => {
    const refusal = expect(parseConfig(text, '/a/ttleaks.config.yml')).rejects;
    await refusal.toThrow(message);
    await refusal.toThrow(/^\/a\/ttleaks\.config\.yml: [^\n]+$/);
  });

  it('in JSON that is broken names the file', async () => {
    await expect(parseConfig('{"a" 1}', '/a/ttleaks.config.json')).rejects.toThrow(
      /^\/a\/ttleaks\.config\.json:?[:0-9]*: is not valid JSON — correct it$/,
    );
  });

  it('that was found in a tree cannot name files outside of it, one that the user named can', async () => {
    const files = { 'ttleaks.config.yml': 'rules: [../outside.yml]' };
    const root = temporaryDirectory(files);
    await expect(loadConfig({ start: root, root })).rejects.toThrow(
      /rules: the path leads out of the scanned tree/,
    );
    const named = await loadConfig({ start: root, root, file: join(root, 'ttleaks.config.yml') });
    expect(named?.rules).toEqual([join(root, '../outside.yml')]);
  });

  it.runIf(process.platform !== 'win32')('that is a link to a device is an error and no hang', async () => {
    const start = temporaryDirectory();
    symlinkSync('/dev/zero', join(start, 'ttleaks.config.yml'));
    await expect(loadConfig({ start })).rejects.toThrow(/is a device or a pipe/);
  });
});
