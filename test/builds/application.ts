/**
 * A small application that leaks a key of its own in each of the usual ways, written for one builder. The sources keep
 * to what the oldest of them reads.
 */
import { keyOf } from '../core/key-maker.ts';
import type { Tool } from './tools.ts';

/** One way for a key into the output, and the place in the sources that it comes from. */
export interface Way {
  readonly name: string;
  readonly key: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface Application {
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly ways: readonly Way[];
}

interface Source {
  readonly path: string;
  readonly text: string;
  /** What stands at the place that the key comes from. */
  readonly anchor: string;
  /** What the entry makes of what the module exports by the name of the way. */
  readonly use?: string;
}

export function applicationFor(tool: Tool): Application {
  const sources = Object.entries({ ...modules(tool), ...others(tool) });
  const ways = sources.map(([name, { path, text, anchor }]): Way => {
    const before = text.slice(0, text.indexOf(anchor)).split('\n');
    return { name, key: wayKey(name), path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  });
  const files = {
    ...Object.fromEntries(sources.map(([, { path, text }]) => [path, text])),
    ...entries(tool),
    'package.json': '{ "name": "app", "private": true }\n',
    // Parcel takes the folder with a lock file for the project's.
    'yarn.lock': '',
  };
  const variable =
    tool.builder === 'parcel' || tool.builder === 'next' ? {} : { DEFINED_KEY: wayKey('defined') };
  return { files, environment: { [publicVariable(tool)]: wayKey('environment'), ...variable }, ways };
}

function wayKey(way: string): string {
  return keyOf(`a build, ${way}`);
}

function publicVariable({ builder }: Tool): string {
  if (builder === 'vite') return 'VITE_TIMETIME_KEY';
  return builder === 'next' ? 'NEXT_PUBLIC_TIMETIME_KEY' : 'PUBLIC_TIMETIME_KEY';
}

/** What the entry imports by name. */
function modules(tool: Tool): Record<string, Source> {
  const path = (name: string) => `src/${name}.js`;
  const [literal, comment, template, concatenated, imported, joined, base64, reversed] = [
    'literal',
    'comment',
    'template',
    'concatenated',
    'imported',
    'joined',
    'base64',
    'reversed',
  ].map((name) => wayKey(name)) as [string, string, string, string, string, string, string, string];
  const lookUp = `${tool.builder === 'vite' ? 'import.meta' : 'process'}.env.${publicVariable(tool)}`;
  const encoded = Buffer.from(base64).toString('base64');
  const backwards = [...reversed].reverse().join('');
  return {
    literal: {
      path: path('literal'),
      text: `// One.\n\nexport const literal = '${literal}';\n`,
      anchor: literal,
    },
    environment: {
      path: path('environment'),
      text: `// Two.\nexport function environment() {\n  return ${lookUp};\n}\n`,
      anchor: lookUp,
      use: 'environment()',
    },
    ...(tool.builder === 'parcel' || tool.builder === 'next'
      ? {}
      : {
          defined: {
            path: path('defined'),
            text: 'export function defined() {\n  return __DEFINED_KEY__;\n}\n',
            anchor: '__DEFINED_KEY__',
            use: 'defined()',
          },
        }),
    comment: {
      path: path('comment'),
      text: `export function comment() {\n  // was ${comment}\n  return document.title;\n}\n`,
      anchor: comment,
      use: 'comment()',
    },
    // The minifier of webpack 3 does not read templates.
    ...(tool.name === 'webpack-3'
      ? {}
      : {
          template: {
            path: path('template'),
            text: `const digits = '${template.slice(4, 40)}';\n\nexport const template = \`tt1.\${digits}${template.slice(40)}\`;\n`,
            anchor: '`tt1.',
          },
        }),
    concatenated: {
      path: path('concatenated'),
      text: `\nexport const concatenated = 'tt1.' + '${concatenated.slice(4, 30)}' + '${concatenated.slice(30)}';\n`,
      anchor: "'tt1.'",
    },
    imported: {
      path: path('imported'),
      text: `import { start } from './start.js';\n\nexport const imported = start + '${imported.slice(20)}';\n`,
      anchor: `'${imported.slice(20)}`,
    },
    joined: {
      path: path('joined'),
      text: `\n\nexport const joined = ['tt1', '${joined.slice(4)}'].join('.');\n`,
      anchor: "['tt1'",
    },
    base64: {
      path: path('base64'),
      text: `\n\n\nexport const base64 = atob('${encoded}');\n`,
      anchor: encoded,
    },
    reversed: {
      path: path('reversed'),
      text: `export const reversed = '${backwards}'.split('').reverse().join('');\n`,
      anchor: backwards,
    },
  };
}

/** What is no module that the entry imports by name. */
function others({ builder }: Tool): Record<string, Source> {
  const [json, lazy, worker, css, html] = ['json', 'lazy', 'worker', 'css', 'html'].map(wayKey) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    json: {
      path: 'src/config.json',
      text: `{\n  "name": "app",\n  "timetime": {\n    "key": "${json}"\n  }\n}\n`,
      anchor: json,
    },
    lazy: { path: 'src/lazy.js', text: `// Loaded later.\nexport const lazy = '${lazy}';\n`, anchor: lazy },
    ...(builder === 'next'
      ? {}
      : {
          worker: {
            path: 'src/worker.js',
            text: `self.onmessage = function () {\n  self.postMessage('${worker}');\n};\n`,
            anchor: worker,
          },
        }),
    ...(builder === 'rollup'
      ? {}
      : {
          css: {
            path: 'src/styles.css',
            text: `body {\n  margin: 0;\n}\n.map::after {\n  content: '${css}';\n}\n`,
            anchor: css,
          },
        }),
    ...(builder === 'vite' || builder === 'parcel'
      ? {
          html: {
            path: 'index.html',
            text: `<!doctype html>\n<html>\n<head><title>App</title></head>\n<body>\n<script>\n  window.timetime = { key: '${html}' };\n</script>\n<script type="module" src="./src/index.js"></script>\n</body>\n</html>\n`,
            anchor: html,
          },
        }
      : {}),
  };
}

function entries(tool: Tool): Record<string, string> {
  const start = `export const start = '${wayKey('imported').slice(0, 20)}';\n`;
  const call = `export function call(way, key) {\n  return fetch('https://api.timetime.in/v1/me?' + way, { headers: { Authorization: 'Bearer ' + key } });\n}\n`;
  const imports = [
    ...Object.entries(modules(tool)).map(
      ([name, { path }]) => `import { ${name} } from './${path.slice('src/'.length)}';`,
    ),
    "import config from './config.json';",
    "import { call } from './call.js';",
  ];
  const calls = [
    ...Object.entries(modules(tool)).map(([name, { use = name }]) => `call('${name}', ${use});`),
    "call('json', config.timetime.key);",
    "import('./lazy.js').then(function (module) {\n  call('lazy', module.lazy);\n});",
  ];
  const run = `export function run() {\n${calls.join('\n')}\n}`;
  if (tool.builder === 'next') {
    const index = `${imports.join('\n')}\n${run}\n`;
    return { 'src/call.js': call, 'src/start.js': start, 'src/index.js': index, ...nextEntries() };
  }
  const style = tool.builder === 'rollup' ? [] : ["import './styles.css';"];
  const index = [...imports, ...style, ...calls, ...startWorker(tool)].join('\n');
  return { 'src/call.js': call, 'src/start.js': start, 'src/index.js': `${index}\n` };
}

/** Where the worker is no entry of its own. */
function startWorker({ name, builder }: Tool): string[] {
  if (name === 'parcel-1') return ["new Worker('./worker.js').postMessage('');"];
  const isKnown = builder === 'vite' || builder === 'parcel' || name === 'webpack-5';
  return isKnown
    ? ["new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }).postMessage('');"]
    : [];
}

function nextEntries(): Record<string, string> {
  return {
    'src/app/layout.jsx':
      "import '../styles.css';\nexport default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n",
    'src/app/page.jsx':
      "'use client';\nimport { useEffect } from 'react';\nimport { run } from '../index.js';\nexport default function Page() {\n  useEffect(run, []);\n  return <p className=\"map\">Hello</p>;\n}\n",
  };
}
