import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { type ContentSign, ContentSigns } from '../../src/detect/content-signs.ts';
import { temporaryDirectory } from '../settings/temporary-directory.ts';

function signsIn(content: string | Uint8Array, windowBytes = 1 << 20): ContentSign[] {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  const signs = new ContentSigns();
  for (let at = 0; at < bytes.length; at += windowBytes) signs.push(bytes.subarray(at, at + windowBytes));
  return [...signs.found].sort();
}

/** What each tool writes, cut to what tells it; taken from its own output. */
const SAMPLES: readonly (readonly [string, ContentSign, string])[] = [
  [
    'webpack 5 chunk',
    'webpack-web',
    '"use strict";(self.webpackChunkshop=self.webpackChunkshop||[]).push([[339],{}]);',
  ],
  [
    'webpack 5 chunk, named',
    'webpack-web',
    '(self["webpackChunkmy-app"] = self["webpackChunkmy-app"] || []).push([["a"],{}])',
  ],
  ['Next.js chunk', 'webpack-web', '(self.webpackChunk_N_E=self.webpackChunk_N_E||[]).push([[974],{}])'],
  ['webpack 4 chunk', 'webpack-web', '(window.webpackJsonp=window.webpackJsonp||[]).push([[0],{}])'],
  ['webpack 3 chunk', 'webpack-web', 'webpackJsonp([0],{})'],
  [
    'webpack 5, one file',
    'webpack',
    'function r(o){const n=t[o];const i=t[o]={exports:{}};return e[o](i,i.exports,r),i.exports}',
  ],
  [
    'webpack 4, one file',
    'webpack',
    'function n(r){var o=t[r]={i:r,l:!1,exports:{}};return e[r].call(o.exports,o,o.exports,n),o.l=!0}',
  ],
  ['webpack, development', 'webpack', 'var __webpack_modules__ = ({'],
  ['webpack for Node.js, chunk', 'server-chunk', '"use strict";exports.ids=[339],exports.modules={}'],
  ['Vite, preload', 'vite', 'const __vite__mapDeps=(i,m=__vite__mapDeps)=>i'],
  ['Vite, entry', 'vite', 'if(e&&e.supports&&e.supports(`modulepreload`))return;'],
  ['Vite, environment', 'vite', '{BASE_URL:"/",DEV:!1,MODE:"production",PROD:!0,SSR:!1}'],
  ['Vite for servers', 'server-chunk', '{"BASE_URL": "/", "SSR": true}'],
  ['Turbopack chunk', 'turbopack', '(globalThis.TURBOPACK||(globalThis.TURBOPACK=[])).push([1,2])'],
  ['Turbopack for servers', 'server-chunk', 'module.exports=[42627,a=>{"use strict"}]'],
  ['Parcel 2', 'parcel', 'n=e.parcelRequired7f3;null==n'],
  ['Parcel 1', 'parcel', 'parcelRequire=function(e,r,t,n){'],
  ['esbuild', 'esbuild', '(()=>{var c=Object.defineProperty;var r='],
  ['esbuild, readable', 'esbuild', '"use strict";\n(() => {\n  var __defProp = Object.defineProperty;'],
  ['Metro', 'metro', '__d(function(g,r,i,a,m,e,d){m.exports=1},0,[]);'],
  ['Hermes', 'hermes', '\xc6\x1f\xbc\x03\xc1\x03\x19\x1f\x60\0\0\0'],
  ['Browserify', 'browserify', '({1:[function(require,module,exports){'],
  ['SystemJS', 'systemjs', 'System.register([], (function (exports) {'],
  ['UMD', 'umd', "typeof define === 'function' && define.amd ? define(factory)"],
  ['a service worker', 'service-worker', "self.addEventListener('install', () => self.skipWaiting())"],
  ['a client component', 'use-client', "// about it\n'use client';\nimport x from 'y'"],
  ['a program', 'program', '#!/usr/bin/env node\n'],
  [
    'CommonJS',
    'commonjs',
    'Object.defineProperty(exports, "__esModule", { value: true });\nexports.key = 1;',
  ],
  ['a page', 'page', '<!DOCTYPE html><html>'],
  ['Next.js data', 'next-data', '<script id="__NEXT_DATA__" type="application/json">'],
  ['Next.js stream', 'next-data', '<script>self.__next_f.push([1,""])</script>'],
  ['Nuxt data', 'nuxt-data', '<script>window.__NUXT__={}</script>'],
  ['require of a builtin', 'server-module', 'const n=require("node:http");'],
  ['import of a builtin, minified', 'server-module', 'import d from"fs";'],
  ['import of a builtin', 'server-module', "import { readFile } from 'node:fs/promises';"],
  ['import of a framework', 'server-module', "import express from 'express';"],
  ['import at run time', 'server-module', 'const { x } = await import("node:child_process")'],
  ['Electron', 'electron', "const { app } = require('electron')"],
];

describe('the signs in content', () => {
  it.each(SAMPLES)('of %s are told: %s', (_, sign, text) => {
    expect(signsIn(text)).toContain(sign);
  });

  it.each(SAMPLES)('of %s are told behind other text, unless they begin a file', (_, sign, text) => {
    const isBeginning =
      ['esbuild', 'use-client', 'program', 'page', 'hermes'].includes(sign) ||
      text.startsWith('module.exports=[');
    expect(signsIn(`/* other text */;\n${text}`).includes(sign)).toBe(!isBeginning);
  });

  it('are told across the borders of windows', () => {
    for (const [, sign, text] of SAMPLES) {
      for (const windowBytes of [1, 7, 64]) expect(signsIn(text, windowBytes), text).toContain(sign);
    }
  });

  it.each([
    "my.require('fs')",
    "import fs from './fs.js'",
    'typeof __webpack_require__ === "function"',
    'const ids = [1, 2]; this.module = exportsOf(ids)',
    'data.webpackChunkName = 1; /* webpackChunkName: "a" */',
    'import x from "fs-extra-browser"',
    'state.ids=[1,2];state.modules=1',
    'const SSR = true;',
    '',
  ])('are none in %j', (text) => {
    expect(signsIn(text)).toEqual([]);
  });
});

describe('what a real bundler writes', () => {
  const files = {
    'browser.js': "import('./lazy.js').then((m) => m.go());\ndocument.title = 'x';\n",
    'node.js': "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync('x'));\n",
    'lazy.js': 'export const go = () => 1;\n',
  };

  async function built(name: keyof typeof files, format: 'iife' | 'esm' | 'cjs' | 'umd'): Promise<string> {
    const directory = temporaryDirectory(files);
    const platform = name === 'node.js' ? 'node' : 'browser';
    const build = await rolldown({ input: `${directory}/${name}`, platform, logLevel: 'silent' });
    const codeSplitting = format === 'esm' || format === 'cjs';
    const { output } = await build.generate({ format, name: 'lib', codeSplitting });
    await build.close();
    return output[0].code;
  }

  it('for Node.js shows a server, in every format', async () => {
    for (const format of ['esm', 'cjs'] as const) {
      expect(signsIn(await built('node.js', format))).toContain('server-module');
    }
  });

  it('for browsers shows none', async () => {
    for (const format of ['esm', 'iife', 'umd'] as const) {
      const signs = signsIn(await built('browser.js', format));
      for (const sign of ['server-module', 'server-chunk', 'program']) expect(signs).not.toContain(sign);
    }
  });
});

describe('published packages for Node.js', () => {
  it.each(['typescript', 'yaml', 'fast-glob', 'simple-git'])('show no runtime of browsers: %s', (name) => {
    const signs = signsIn(readFileSync(createRequire(import.meta.url).resolve(name)));
    for (const sign of ['webpack-web', 'vite', 'turbopack', 'metro', 'page'])
      expect(signs).not.toContain(sign);
  });
});
