/**
 * Applications of frameworks that build for browsers and for servers at once: a key in what the browser runs, another
 * in what only the server does.
 */
import { keyOf } from '../core/key-maker.ts';

export const CLIENT_KEY = keyOf('in client code');
export const SERVER_KEY = keyOf('in server code');

export interface Framework {
  /** The folder in `tools`. */
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** What builds it: a program of `node_modules/.bin`, and its arguments. */
  readonly command: readonly [string, ...string[]];
  /** Where what it builds for browsers and apps is, and the exposure's reason. */
  readonly client: readonly [RegExp, string];
  /** Where what it builds for servers is. */
  readonly server?: RegExp;
}

const ask = (key: string) =>
  `fetch('https://api.timetime.in/v1/me', { headers: { Authorization: '${key}' } })`;
const MANIFEST = '{ "name": "app", "private": true, "type": "module" }\n';

const SVELTEKIT: Framework = {
  name: 'sveltekit-2',
  files: {
    'package.json': MANIFEST,
    'svelte.config.js':
      "import adapter from '@sveltejs/adapter-node';\nexport default { kit: { adapter: adapter() } };\n",
    'vite.config.js':
      "import { sveltekit } from '@sveltejs/kit/vite';\nexport default { plugins: [sveltekit()] };\n",
    'src/app.html':
      '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>\n',
    'src/routes/+page.svelte': `<script>\n  let { data } = $props();\n</script>\n<button onclick={() => ${ask(CLIENT_KEY)}}>{data.status}</button>\n`,
    'src/routes/+page.server.js': `export async function load() {\n  const { status } = await ${ask(SERVER_KEY)};\n  return { status };\n}\n`,
  },
  command: ['vite', 'build'],
  client: [/^(?:build|\.svelte-kit\/output)\/client\//, '_app/immutable/ of SvelteKit'],
  server: /^(?:build|\.svelte-kit\/output)\/server\//,
};

const ASTRO: Framework = {
  name: 'astro-5',
  files: {
    'package.json': MANIFEST,
    // Without the limit, small scripts stand in what the server puts its pages together from.
    'astro.config.mjs':
      "import node from '@astrojs/node';\nexport default { output: 'server', adapter: node({ mode: 'standalone' }), vite: { build: { assetsInlineLimit: 0 } } };\n",
    'src/pages/index.astro': `---\nconst { status } = await ${ask(SERVER_KEY)};\n---\n<html><body><p>{status}</p><script>\nimport { go } from '../go.js';\ngo();\n</script></body></html>\n`,
    'src/go.js': `export function go() {\n  document.body.onclick = () => ${ask(CLIENT_KEY)};\n}\n`,
  },
  command: ['astro', 'build'],
  client: [/^dist\/client\//, '_astro/ of Astro'],
  server: /^dist\/server\//,
};

const REACT_ROUTER: Framework = {
  name: 'react-router-7',
  files: {
    'package.json':
      '{ "name": "app", "private": true, "type": "module", "dependencies": { "@react-router/node": "*", "isbot": "*" } }\n',
    'react-router.config.js': 'export default { ssr: true };\n',
    'vite.config.js':
      "import { reactRouter } from '@react-router/dev/vite';\nexport default { plugins: [reactRouter()] };\n",
    'app/routes.js':
      "import { index } from '@react-router/dev/routes';\nexport default [index('./home.jsx')];\n",
    'app/root.jsx':
      "import { Links, Meta, Outlet, Scripts } from 'react-router';\nexport default function App() {\n  return <html><head><Meta /><Links /></head><body><Outlet /><Scripts /></body></html>;\n}\n",
    'app/home.jsx': `import { ask } from './ask.server.js';\nexport async function loader() {\n  return { status: await ask() };\n}\nexport default function Home({ loaderData }) {\n  return <button onClick={() => ${ask(CLIENT_KEY)}}>{loaderData.status}</button>;\n}\n`,
    'app/ask.server.js': `export async function ask() {\n  return (await ${ask(SERVER_KEY)}).status;\n}\n`,
  },
  command: ['react-router', 'build'],
  client: [/^build\/client\//, 'the client folder of the build'],
  server: /^build\/server\//,
};

/** All of an application for the desktop is on the devices of users: there is no server. */
const ELECTRON: Framework = {
  name: 'asar-3',
  files: {
    'package.json': '{ "name": "build", "private": true }\n',
    'app/package.json': '{ "name": "app", "private": true, "main": "main.js" }\n',
    'app/main.js': `const { app } = require('electron');\napp.whenReady().then(() => ${ask(SERVER_KEY)});\n`,
    'app/renderer.js': `${ask(CLIENT_KEY)};\n`,
  },
  command: ['asar', 'pack', 'app', 'dist/resources/app.asar'],
  client: [/^dist\/resources\/app\.asar!/, 'Electron'],
};

export const FRAMEWORKS: readonly Framework[] = [ASTRO, ELECTRON, REACT_ROUTER, SVELTEKIT];
