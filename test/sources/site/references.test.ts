import { describe, expect, it } from 'vitest';
import { chunkFunctionAt } from '../../../src/sources/site/chunk-expression.ts';
import { ChunkNames } from '../../../src/sources/site/chunk-names.ts';
import { pageReferences } from '../../../src/sources/site/html-references.ts';
import { importMapReferences, jsonReferences } from '../../../src/sources/site/json-references.ts';
import { linkHeaderReferences } from '../../../src/sources/site/link-header.ts';
import { literalReferences } from '../../../src/sources/site/literal-paths.ts';
import type { Reference } from '../../../src/sources/site/reference.ts';
import { scriptReferences } from '../../../src/sources/site/script-references.ts';
import { sourceMapReference } from '../../../src/sources/site/source-map-link.ts';
import { styleReferences } from '../../../src/sources/site/style-references.ts';
import { wellKnownReferences } from '../../../src/sources/site/well-known.ts';

const SITE = 'https://site.test';
const never = new AbortController().signal;
/** What grows with the square of its text takes hours: no machine is so slow that it would be taken for that. */
const LINEAR_MS = 300_000;

/** `/app.js`, `/p.html (link)`, `/x.json ?`: what is a guess has a question mark. */
function shown(references: Iterable<Reference>): string[] {
  const first = new Map<string, Reference>();
  for (const reference of references) if (!first.has(reference.url)) first.set(reference.url, reference);
  return [...first.values()].map(({ url, isLink, ifAbsent }) => {
    const mark = isLink ? ' (link)' : ifAbsent === 'nothing' ? ' ?' : '';
    return url.replace(SITE, '') + mark;
  });
}

async function ofPage(html: string, url = `${SITE}/dir/page.html`): Promise<string[]> {
  return shown((await pageReferences(html, url, new ChunkNames(), never)).references);
}

function ofScript(text: string, own = `${SITE}/assets/app.js`): string[] {
  return shown(scriptReferences(text, { own, page: `${SITE}/` }, new ChunkNames()));
}

describe('a page', () => {
  it.each([
    ['<script src="a.js"></script>', '/dir/a.js'],
    ['<script src=/a.js?v=1#x nomodule></script>', '/a.js?v=1'],
    ['<SCRIPT SRC="A.JS"></SCRIPT>', '/dir/A.JS'],
    ['<script src="a&#46;js"></script>', '/dir/a.js'],
    ['<script src=" a.js\n"></script>', '/dir/a.js'],
    ['<script src="//cdn.test/a.js"></script>', 'https://cdn.test/a.js'],
    ['<script src="https://me:word@site.test/a.js"></script>', '/a.js'],
    ['<svg><script href=a.js></script></svg>', '/dir/a.js'],
    ['<link rel="preload stylesheet" href=a.css as=style>', '/dir/a.css'],
    ['<link rel=modulepreload href=a.mjs>', '/dir/a.mjs'],
    ['<link rel=preload as=fetch href=a.bin>', '/dir/a.bin'],
    ['<link rel=prefetch href=next.js as=script>', '/dir/next.js'],
    ['<link rel=manifest href=/site.webmanifest>', '/site.webmanifest'],
    ['<link rel=next href=2>', '/dir/2 (link)'],
    ['<a href="../up.html#top">', '/up.html (link)'],
    ['<iframe src=frame.html></iframe>', '/dir/frame.html'],
    ['<meta http-equiv=Refresh content="0; URL=\'/next\'">', '/next'],
    ['<script type=module>import "./m.js"</script>', '/dir/m.js'],
    ['<style>@import "x.css";</style>', '/dir/x.css'],
    [
      '<script type=importmap>{"imports":{"a":"/a-1.js","b/":"/b/"},"scopes":{"/s/":{"c":"./c.js"}}}</script>',
      '/a-1.js /dir/c.js',
    ],
    ['<script type="application/json">{"page":"/data/x.json"}</script>', '/data/x.json ?'],
    [
      '<base href=/base/><script src=a.js></script><base href=/other/><a href=b>',
      '/base/a.js /base/b (link)',
    ],
    ['<iframe srcdoc="<script src=&quot;in.js&quot;></script>"></iframe>', '/dir/in.js'],
    ['<template><script src=a.js></script></template>', '/dir/a.js'],
  ])('names what %s leads to', async (html, expected) => {
    expect((await ofPage(html)).join(' ')).toBe(expected);
  });

  it.each([
    '<!-- <script src=a.js></script> -->',
    '<textarea><script src=a.js></script></textarea>',
    '<title><a href=x></title>',
    '<script>var s = "<script src=a></script>',
    '<img src=a.png><link rel=icon href=i.ico><link rel=preload as=font href=f.woff2><video src=v.mp4></video>',
    '<a href="mailto:a@b.c"><a href="javascript:run()"><a href="data:text/html,x"><a href="http://["><a>',
  ])('names nothing by %s', async (html) => {
    expect(await ofPage(html)).toEqual([]);
  });

  it('with more links than are taken is said to be cut', async () => {
    const many = await pageReferences(
      '<a href=x>'.repeat(1000) + Array.from({ length: 120_000 }, (_, n) => `<a href=${n}>`).join(''),
      SITE,
      new ChunkNames(),
      never,
    );
    // A machine that is very slow ends it earlier.
    expect(many.references.length).toBeLessThanOrEqual(100_000);
    expect(many.isCut).toBe(true);
  });

  it(
    'with a tag of very many attributes is read to its end, or said to be cut',
    { timeout: LINEAR_MS },
    async () => {
      const attributes = Array.from({ length: 400_000 }, (_, n) => `a${n}`).join(' ');
      const page = `<a ${attributes}><script src=a.js>`;
      const { references, isCut } = await pageReferences(page, SITE, new ChunkNames(), never);
      expect(isCut || references.some(({ url }) => url.endsWith('/a.js'))).toBe(true);
    },
  );
});

describe('a script', () => {
  it.each([
    ['import x from"./dep.js";', '/assets/dep.js'],
    ['import"/lib.mjs"', '/lib.mjs'],
    ['export * from "../up.js"', '/up.js'],
    ['import(/* webpackChunkName: "a" */ "./lazy.js")', '/assets/lazy.js'],
    ['import(`./lazy.js`)', '/assets/lazy.js'],
    ['import x from "react"; import("lodash/map")', ''],
    ['new Worker(new URL("./w.js", import.meta.url))', '/assets/w.js'],
    ['new URL("data", import.meta.url)', '/assets/data'],
    ['new URL("logo.png", import.meta.url)', ''],
    ['new SharedWorker("/w")', '/w'],
    ['navigator.serviceWorker.register("sw.js")', '/sw.js /assets/sw.js ?'],
    ['importScripts("a", \'/b\')', '/assets/a /b'],
    ['fetch("/config.json")', '/config.json ?'],
    [`fetch(\`\${base}/config.json\`)`, '/config.json ?'],
    ['require("./x.png")', ''],
  ])('names what %s loads', (text, expected) => {
    expect(ofScript(text).join(' ')).toBe(expected);
  });

  it('names the chunks in the list of Vite, below the public path of the script', () => {
    const text =
      'const __vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/a-1.js","assets/a-2.css"])))=>i.map(i=>d[i]);';
    expect(ofScript(text, `${SITE}/base/assets/index-9.js`)).toEqual([
      '/base/assets/a-1.js ?',
      '/base/assets/a-2.css ?',
    ]);
  });

  it('names the chunks of a _buildManifest.js of Next.js', () => {
    const text =
      'self.__BUILD_MANIFEST=function(s){return{"/":[s,"static/chunks/pages/index-1.js"],"/x":["static\\u002Fcss\\u002F1.css"]}}("static/chunks/7-2.js")';
    const own = `${SITE}/docs/_next/static/abc123/_buildManifest.js`;
    expect(ofScript(text, own)).toEqual([
      '/docs/_next/static/chunks/pages/index-1.js ?',
      '/docs/_next/static/css/1.css ?',
      '/docs/_next/static/chunks/7-2.js ?',
    ]);
  });

  it('names paths in JSON within its strings', () => {
    expect(ofScript(`JSON.parse('["about.js","\\/x\\/y.json"]'); "{\\"a\\":\\"/e.js\\"}"`)).toEqual([
      '/assets/about.js ?',
      '/about.js ?',
      '/x/y.json ?',
      '/e.js ?',
    ]);
  });
});

describe("a bundler's runtime", () => {
  it.each([
    [
      'e=>"js/"+({12:"about"}[e]||e)+"."+{12:"9ab",34:"cd"}[e]+".js"',
      { 12: 'js/about.9ab.js', 34: 'js/34.cd.js', 5: undefined },
    ],
    ['(e) => {\n// url\nreturn "" + e + "." + {"src_a_js":"77"}[e] + ".js";\n}', { src_a_js: '.77.js' }],
    ['function(e){return "static/"+e+".chunk.js"}', { 7: 'static/7.chunk.js' }],
    ['e=>1===e?"a.js":e===2?"b.js":"c/"+e+".js"', { 1: 'a.js', 2: 'b.js', 3: 'c/3.js' }],
    [`e=>\`js/\${e}.js\``, { x: 'js/x.js' }],
    ['e=>(({1:"n"})[e]??e)+".js"', { 1: 'n.js' }],
    [
      'e=>{if(e===1)return"one.js";if(e==="two"){return "2.js"}return"x/"+e+".js"}',
      { 1: 'one.js', two: '2.js', 3: 'x/3.js' },
    ],
    ['function jsonpScriptSrc(e) { return __webpack_require__.p + "" + ({}[e]||e) + ".js" }', { 1: '1.js' }],
    ['e=>r.p+"x/"+{1e3:"\\u0061"}[e]+".js"', { 1000: 'x/a.js' }],
  ])('makes a name of an id: %s', (text, names) => {
    const found = chunkFunctionAt(text, 0);
    for (const [id, name] of Object.entries(names)) {
      // What belongs to the missing id "src_a_js" begins with the id in a template of webpack.
      expect(found?.nameOf(id)).toBe(id === 'src_a_js' ? `src_a_js${name}` : name);
    }
  });

  it.each([
    'e=>f(e)',
    'e=>{while(1);}',
    'e=>a[e]',
    'e',
    '',
    'e=>{',
    `e=>${'('.repeat(100_000)}`,
    `e=>"${'x'.repeat(100_000)}`,
  ])('that does more is passed over: %.20s', (text) => {
    expect(chunkFunctionAt(text, 0)).toBeUndefined();
  });

  it('gets its ids from its own table and from what other scripts load', () => {
    const chunks = new ChunkNames();
    const bases = { own: `${SITE}/static/js/main.js`, page: `${SITE}/` };
    chunks.learn('t.u=e=>"static/js/"+e+"."+{1:"aa"}[e]+".js";t.p="/sub/"', bases);
    chunks.learn('n.u=e=>"static/js/"+e+".js"', bases);
    chunks.learn(
      'Promise.all([n.e(1),n.e(/*! import() */ \\"two\\")]);new Worker(new URL(n.p+n.u(3),n.b))',
      bases,
    );
    expect(shown([...chunks.references()].map(({ reference }) => reference))).toEqual([
      '/sub/static/js/1.aa.js',
      '/static/js/1.js ?',
      '/static/js/two.js ?',
      '/static/js/3.js ?',
    ]);
  });
});

describe('other resources', () => {
  it('are style sheets that import others', () => {
    const css =
      '@import "a.css"; @import url(b.css) screen; @import url("/c.css"); .x{background:url(d.png)}';
    expect(shown(styleReferences(css, `${SITE}/css/main.css`))).toEqual([
      '/css/a.css',
      '/css/b.css',
      '/c.css',
    ]);
  });

  it('are manifests: of a web app, and of a build', () => {
    const bases = { own: `${SITE}/.vite/manifest.json`, page: `${SITE}/` };
    const vite = JSON.stringify({
      'index.html': { file: 'assets/i-1.js', css: ['assets/i-2.css'], src: 'index.html' },
    });
    expect(shown(jsonReferences(vite, bases))).toEqual([
      '/.vite/assets/i-1.js ?',
      '/assets/i-1.js ?',
      '/.vite/assets/i-2.css ?',
      '/assets/i-2.css ?',
    ]);
    const app = JSON.stringify({ start_url: '../start?x', icons: [{ src: 'a.png' }] });
    expect(shown(jsonReferences(app, bases))).toEqual(['/start?x (link)']);
    expect(shown(jsonReferences('{"start_url": broken', bases))).toEqual([]);
    expect(shown(importMapReferences('[1]', SITE))).toEqual([]);
  });

  it('are named by the header Link', () => {
    const header =
      '</a.js>; rel=preload; as=script, <b.css>;rel="stylesheet", </i.png>; rel=preload; as=image, <https://cdn.test>; rel=preconnect';
    expect(shown(linkHeaderReferences(header, `${SITE}/d/`))).toEqual(['/a.js', '/d/b.css']);
    expect(shown(linkHeaderReferences(undefined, SITE))).toEqual([]);
  });

  it.each([
    ['x\n//# sourceMappingURL=a.js.map', '/js/a.js.map'],
    ['x\n//@ sourceMappingURL=/m/a.map?x\n', '/m/a.map?x'],
    ['x\n/*# sourceMappingURL=a.css.map */', '/js/a.css.map'],
    ['s="//# sourceMappingURL=no.map";\n//# sourceMappingURL=yes.map', '/js/yes.map'],
    ['x\n//# sourceMappingURL=data:application/json;base64,e30=', ''],
    ['x', '/js/a.js.map ?'],
    ['"sourceMappingURL=" + x', '/js/a.js.map ?'],
  ])('are source maps: %j', (text, expected) => {
    expect(shown(sourceMapReference({}, text, `${SITE}/js/a.js?v=2`)).join(' ')).toBe(expected);
  });

  it('are where builds leave their lists', () => {
    expect(shown(wellKnownReferences(`${SITE}/app/`, ''))).toContain('/app/.vite/manifest.json ?');
    const next =
      '<script src="/docs/_next/static/chunks/main.js"></script>{"buildId":"b1-Ld"} "0:{\\"P\\":null,\\"b\\":\\"app-2\\"';
    expect(shown(wellKnownReferences(`${SITE}/docs/x`, next))).toEqual(
      expect.arrayContaining([
        '/docs/_next/static/b1-Ld/_buildManifest.js ?',
        '/docs/_next/static/b1-Ld/_ssgManifest.js ?',
        '/docs/_next/static/app-2/_buildManifest.js ?',
        '/docs/_next/app-build-manifest.json ?',
      ]),
    );
  });
});

describe('text that is made to take long', () => {
  const TEXT_LENGTH = 4 * 1024 * 1024;

  it.each([
    ['endings of files', '.js?'],
    ['quotes', '"a.js"'],
    ['imports', 'import '],
    ['imports with comments', 'import/**/'],
    ['spaces', ' '],
    ['chunk functions', '.u=e=>'],
    ['open tables', '.u=e=>{1:'],
    ['calls', '.e('],
    ['public paths', '.p='],
    ['workers', 'new Worker('],
    ['script lists', 'importScripts('],
    ['maps', '//# sourceMappingURL='],
    ['backslashes', '\\'],
    ['styles', '@import '],
  ])('is read to its end: %s', { timeout: LINEAR_MS }, (_, piece) => {
    const text = piece.repeat(TEXT_LENGTH / piece.length);
    const own = `${SITE}/a.js`;
    const found = [
      ...scriptReferences(text, { own, page: own }, new ChunkNames()),
      ...sourceMapReference({}, text, own),
      ...styleReferences(text, own),
      ...literalReferences(text, { own, page: own }),
    ];
    expect(found.length).toBeLessThanOrEqual(text.length / piece.length);
  });
});
