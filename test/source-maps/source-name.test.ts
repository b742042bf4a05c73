import { describe, expect, it } from 'vitest';
import { sourceName } from '../../src/source-maps/source-name.ts';

describe('the name of a source', () => {
  it.each([
    // What the builders of test/builds write.
    ['../../src/a.js', '', '../../src/a.js', 'map'],
    ['src/a.js', '..', '../src/a.js', 'map'],
    ['src/a.js', '../', '../src/a.js', 'map'],
    ['webpack://app/./src/a.js', '', 'src/a.js', 'project'],
    ['webpack:///./src/a.js', '', 'src/a.js', 'project'],
    ['webpack:///./src/a.vue?76c5', '', 'src/a.vue', 'project'],
    ['webpack:///main.js', '', 'main.js', 'output'],
    ['webpack:////home/me/a.js', '', '/home/me/a.js', 'none'],
    ['webpack://_N_E/src/styles.css', '', 'src/styles.css', 'output'],
    ['webpack-internal:///./src/a.js', '', 'src/a.js', 'project'],
    ['turbopack:///[project]/src/%5Bid%5D/page.jsx', '', 'src/[id]/page.jsx', 'project'],
    ['turbopack:///[project]/a.json.[json].cjs/turbopack:///src/a.json', '', 'src/a.json', 'output'],
    // Others.
    ['\0virtual:a.js', '', 'virtual:a.js', 'map'],
    ['\0/src/a.js?commonjs-proxy', '', '/src/a.js', 'none'],
    ['App.vue?vue&type=script&src=./x', 'src', 'src/App.vue', 'map'],
    ['src\\a.js', '', 'src/a.js', 'map'],
    ['C:\\app\\a.js', '', 'C:/app/a.js', 'none'],
    ['file:///home/me/my%20app/a.js', '', '/home/me/my app/a.js', 'none'],
    ['https://example.com/src/a.js', '', 'https://example.com/src/a.js', 'none'],
    ['a.js', 'https://example.com/src/', 'https://example.com/src/a.js', 'none'],
    ['webpack://app/./100%.js', '', '100%.js', 'project'],
  ])('%j below %j is %s, relative to %s', (source, root, path, relativeTo) => {
    expect(sourceName(source, root)).toEqual({ path, relativeTo });
  });

  it.each(['<anon>', '', '.', 'src/', 'webpack://_N_E/?5d19', 'webpack://app'])(
    '%j names no file',
    (source) => {
      expect(sourceName(source, '')).toBeUndefined();
    },
  );
});
