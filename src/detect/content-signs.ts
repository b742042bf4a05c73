/**
 * What the bytes of a file say about where it runs: the runtimes of bundlers, what only servers do, how pages begin.
 * Signs are gathered from whole content, window by window; what they mean together with a path is judged elsewhere.
 * Only content that holds a key comes here.
 */
import { NeedleSearch } from '../core/needle-search.ts';

export type ContentSign =
  // Runtimes that load their chunks in browsers or apps alone.
  | 'webpack-web'
  | 'vite'
  | 'turbopack'
  | 'metro'
  | 'hermes'
  | 'browserify'
  // Runtimes that run anywhere.
  | 'webpack'
  | 'parcel'
  | 'esbuild'
  | 'systemjs'
  | 'umd'
  | 'service-worker'
  | 'use-client'
  | 'electron'
  // Made to be run by a server.
  | 'program'
  | 'server-chunk'
  | 'server-module'
  | 'commonjs'
  // Pages, and what frameworks put into them.
  | 'page'
  | 'next-data'
  | 'nuxt-data'
  | 'sveltekit-data'
  | 'react-router-data'
  | 'gatsby-data'
  | 'angular-data'
  | 'astro-island';

/** Only Node.js has these; of what has npm packages of the same name, none that bundlers put into browsers by default. */
const SERVER_MODULES =
  /^(?:node:\w[\w/]*|fs|fs\/promises|child_process|cluster|dgram|dns|http|http2|https|module|net|os|path|perf_hooks|readline|repl|tls|tty|v8|vm|worker_threads|zlib|express|fastify|koa|pg|mysql2?|mongoose|mongodb|ioredis|nodemailer|aws-lambda|firebase-admin|firebase-functions|@nestjs\/[\w-]+|@google-cloud\/[\w-]+|next\/dist\/(?:compiled\/next-server|server)\/.*)$/;

interface Mark {
  readonly literal: string;
  readonly sign: ContentSign;
  /** Sticky: at `back` characters before the literal. */
  readonly pattern?: RegExp;
  readonly back?: number;
  /** What the pattern's first group must be. */
  readonly group?: RegExp;
}

const MARKS: readonly Mark[] = [
  {
    literal: 'webpackChunk',
    sign: 'webpack-web',
    pattern: /webpackChunk(?!Name\b)[\w$-]*["']?\]?\s*(?:=|\|\|)/y,
  },
  { literal: 'webpackJsonp', sign: 'webpack-web', pattern: /webpackJsonp[\w$-]*["']?\]?\s*(?:=|\|\||\()/y },
  { literal: 'function __webpack_require__(', sign: 'webpack' },
  { literal: '__webpack_modules__', sign: 'webpack' },
  {
    literal: 'exports:{}};return ',
    sign: 'webpack',
    pattern: /exports:\{\}\};return [\w$]+\[[\w$]+\](?:\.call)?\(/y,
  },
  { literal: '__vite__mapDeps', sign: 'vite' },
  { literal: '__vitePreload', sign: 'vite' },
  { literal: 'vite:preloadError', sign: 'vite' },
  { literal: 'supports(', sign: 'vite', pattern: /supports\(["'`]modulepreload["'`]\)/y },
  { literal: 'SSR', sign: 'vite', pattern: /\bSSR["']?: ?(?:false|!1)\b/y },
  { literal: 'SSR', sign: 'server-chunk', pattern: /\bSSR["']?: ?(?:true|!0)\b/y },
  { literal: 'TURBOPACK', sign: 'turbopack', pattern: /TURBOPACK\b["']?\]?\)?\s*(?:=|\|\|)/y },
  { literal: '__d(', sign: 'metro', pattern: /__d\((?:\(?function|\()/y },
  { literal: '__BUNDLE_START_TIME__', sign: 'metro' },
  { literal: 'parcelRequire', sign: 'parcel' },
  { literal: 'function(require,module,exports){', sign: 'browserify' },
  { literal: 'System.register(', sign: 'systemjs' },
  { literal: 'define.amd', sign: 'umd' },
  { literal: 'self.skipWaiting', sign: 'service-worker' },
  { literal: 'clients.claim(', sign: 'service-worker' },
  {
    literal: 'require(',
    sign: 'server-module',
    pattern: /(?<![\w$.])require\(["'`]([\w@/.:-]{1,80})["'`]\)/y,
    group: SERVER_MODULES,
  },
  {
    literal: 'require(',
    sign: 'electron',
    pattern: /(?<![\w$.])require\(["'`](electron)["'`]\)/y,
  },
  {
    literal: 'from',
    sign: 'server-module',
    pattern: /\bfrom ?["']([\w@/.:-]{1,80})["']/y,
    group: SERVER_MODULES,
  },
  { literal: 'from', sign: 'electron', pattern: /\bfrom ?["']electron(?:\/main)?["']/y },
  {
    literal: 'import(',
    sign: 'server-module',
    pattern: /(?<![\w$.])import\(["'`]([\w@/.:-]{1,80})["'`]\)/y,
    group: SERVER_MODULES,
  },
  { literal: 'Deno.serve(', sign: 'server-module' },
  { literal: 'Bun.serve(', sign: 'server-module' },
  {
    literal: '.ids',
    sign: 'server-chunk',
    pattern: /\.ids ?= ?\[[^\]]{0,100}\][,;]\s{0,4}[\w$]{1,16}\.modules ?= ?\{/y,
  },
  { literal: 'as default', sign: 'server-chunk', pattern: /(?<=\bworker_default )as default/y },
  { literal: 'exports', sign: 'commonjs', pattern: /(?<=(?<![\w$.])module\.)exports ?=/y },
  { literal: 'exports', sign: 'commonjs', pattern: /(?<![\w$.])exports\.[\w$]+ ?=/y },
  { literal: '__NEXT_DATA__', sign: 'next-data' },
  { literal: '__next_f', sign: 'next-data' },
  { literal: '__NUXT', sign: 'nuxt-data', pattern: /__NUXT(?:_DATA)?__/y },
  { literal: '__sveltekit_', sign: 'sveltekit-data' },
  { literal: '__remixContext', sign: 'react-router-data' },
  { literal: '__reactRouterContext', sign: 'react-router-data' },
  { literal: '___gatsby', sign: 'gatsby-data' },
  { literal: 'ng-state', sign: 'angular-data' },
  { literal: 'astro-island', sign: 'astro-island' },
];

/** Bytecode of Hermes: https://github.com/facebook/hermes/blob/main/include/hermes/BCGen/HBC/BytecodeFileFormat.h */
const HERMES_MAGIC = Buffer.from('c61fbc03c103191f', 'hex').toString('latin1');

/** What the first characters tell. */
const BEGINNINGS: readonly (readonly [RegExp, ContentSign])[] = [
  [/^#!/, 'program'],
  [
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,1000}-->\s*)?<(?:!doctype\s+html|html[\s>])/i,
    'page',
  ],
  [
    /^(?:\xef\xbb\xbf)?(?:\s|\/\/[^\n]{0,500}\n|\/\*(?:[^*]|\*(?!\/)){0,2000}\*\/){0,50}["']use client["']/,
    'use-client',
  ],
  [/^module\.exports ?= ?\[/, 'server-chunk'],
  [
    /^(?:"use strict";\s*)?\(\(\) ?=> ?\{\s*(?:var __|(?:var|let) [\w$]+ ?= ?Object\.(?:create|defineProperty)|\/\/ )/,
    'esbuild',
  ],
];

const BEGINNING_BYTES = 8 * 1024;
/** What a pattern may look at before and behind its literal. */
const LOOK_BYTES = 32;
const REACH_BYTES = 160;

const LITERALS = [...new Set(MARKS.map(({ literal }) => literal))];
let search: NeedleSearch | undefined;

/** One content. `push` each window in turn; `found` fills meanwhile, and is whole when all has been pushed. */
export class ContentSigns {
  readonly found = new Set<ContentSign>();
  #begin = '';
  #isBegun = false;
  /** The end of the last window: a mark may stand across two. */
  #rest: Buffer = Buffer.alloc(0);

  push(window: Uint8Array): void {
    if (!this.#isBegun) this.#lookAtBeginning(window);
    search ??= new NeedleSearch(LITERALS.map((text) => ({ bytes: Buffer.from(text), skipsTrees: true })));
    const bytes = Buffer.concat([this.#rest, window]);
    for (const hit of search.hits(bytes)) this.#lookAt(bytes, hit);
    this.#rest = Buffer.from(bytes.subarray(-REACH_BYTES));
  }

  #lookAtBeginning(window: Uint8Array): void {
    this.#begin += Buffer.from(window.subarray(0, BEGINNING_BYTES)).toString('latin1');
    if (this.#begin.startsWith(HERMES_MAGIC)) this.found.add('hermes');
    for (const [pattern, sign] of BEGINNINGS) if (pattern.test(this.#begin)) this.found.add(sign);
    this.#isBegun = this.#begin.length >= BEGINNING_BYTES;
  }

  #lookAt(bytes: Buffer, hit: number): void {
    const from = Math.max(0, hit - LOOK_BYTES);
    const text = bytes.toString('latin1', from, hit + REACH_BYTES);
    const at = hit - from;
    for (const { literal, sign, pattern, group } of MARKS) {
      if (this.found.has(sign) || !text.startsWith(literal, at)) continue;
      if (pattern === undefined) this.found.add(sign);
      else {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (match !== null && (group === undefined || group.test(match[1] ?? ''))) this.found.add(sign);
      }
    }
  }
}
