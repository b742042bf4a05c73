/**
 * What a path says about who gets a file. Folders of frameworks are known for sure, and the innermost of them counts;
 * other folders and names are hints, which what a file holds may outweigh.
 */
import type { ExposureReason } from '../../core/exposure-reason.ts';

type Side = 'server' | 'page' | ExposureReason;

const output = (name: string): ExposureReason => ({ kind: 'framework-output', name });
const app = (name: string): ExposureReason => ({ kind: 'app', name });

/** Regular expressions of whole folders. `page`: on the server's side, but for pages that are made when it is built. */
const FRAMEWORK_FOLDERS: readonly (readonly [string, Side])[] = [
  [String.raw`\.next/static`, output('.next/static/ of Next.js')],
  ['_next/static', output('_next/static/ of Next.js')],
  [String.raw`\.next/server`, 'page'],
  [String.raw`\.next/(?:standalone|cache|build)`, 'server'],
  [String.raw`\.next/standalone/(?:.*/)?public`, { kind: 'served-folder', name: 'public/' }],
  [String.raw`\.open-next/assets`, output('.open-next/assets/ of OpenNext')],
  [String.raw`\.open-next/(?:server-functions|middleware|cache)`, 'server'],
  [String.raw`\.output/public`, output('.output/public/ of Nuxt')],
  [String.raw`\.output/server`, 'server'],
  [String.raw`\.nuxt/dist/client`, output('.nuxt/dist/client/ of Nuxt')],
  [String.raw`\.nuxt/dist/server`, 'server'],
  ['_nuxt', output('_nuxt/ of Nuxt')],
  [String.raw`\.svelte-kit/output/(?:client|prerendered)`, output('.svelte-kit/output/client/ of SvelteKit')],
  [String.raw`\.svelte-kit/output/server`, 'server'],
  ['_app/immutable', output('_app/immutable/ of SvelteKit')],
  ['_astro', output('_astro/ of Astro')],
  [String.raw`\.vercel/output/static`, output('.vercel/output/static/ of Vercel')],
  [String.raw`\.vercel/output/functions`, 'page'],
  [String.raw`\.netlify/(?:functions|functions-internal|edge-functions|server)`, 'server'],
  [String.raw`\.amplify-hosting/static`, output('.amplify-hosting/static/ of Amplify')],
  [String.raw`\.amplify-hosting/compute`, 'server'],
  [String.raw`(?:\.wrangler|cdk\.out|\.aws-sam|\.serverless)`, 'server'],
  [String.raw`_worker\.js`, 'server'],
  ['(?:dist|build)/client', output('the client folder of the build')],
  ['(?:dist|build)/server', 'page'],
  ['dist/(?:[^/]+/)?browser', output('the browser folder of the build')],
  ['dist/[^/]+/server', 'page'],
  ['platforms/(?:android|ios|browser|electron)/(?:.*/)?(?:www|assets)', app('Cordova')],
  ['src/main/(?:assets|res)', app('Android')],
  ['ios/App/App/public', app('Capacitor')],
  [String.raw`[^/]+\.(?:app|xcassets|lproj)`, app('Apple')],
  [String.raw`(?:(?:win|linux|mac)[\w-]*-unpacked|app\.asar\.unpacked)`, app('Electron')],
  ['(?:web-build|storybook-static)', output('the web build')],
];

const MARKERS = FRAMEWORK_FOLDERS.map(([folder, side]) => ({
  pattern: new RegExp(`(?<=^|/)${folder}(?=/|$)`, 'g'),
  side,
}));

/** Files of a server's output that are sent as they are. */
const MADE_PAGE = /\.(?:html?|rsc|body)$|\/pages\/.*(?<!-manifest)\.json$/i;

/** What the innermost folder of a framework says; of two that end alike, the one that begins first. */
export function sideByFramework(path: string): 'server' | ExposureReason | undefined {
  let best: { side: Side; start: number; end: number } | undefined;
  for (const { pattern, side } of MARKERS) {
    for (const { index, 0: text } of path.matchAll(pattern)) {
      const end = index + text.length;
      if (best === undefined || end > best.end || (end === best.end && index < best.start))
        best = { side, start: index, end };
    }
  }
  if (best?.side !== 'page') return best?.side;
  return MADE_PAGE.test(path) ? { kind: 'page' } : 'server';
}

/** What is installed on the devices of users, by the name of the file. */
const APP_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\.asar$/i, 'Electron'],
  [/\.(?:apk|aab|aar|xapk)$/i, 'Android'],
  [/\.(?:ipa|app)$/i, 'Apple'],
  [/(?:^|\/)(?:Info\.plist|GoogleService-Info\.plist)$/, 'Apple'],
  [/(?:^|\/)(?:AndroidManifest\.xml|google-services\.json)$/, 'Android'],
  [/\.(?:jsbundle|hbc)$|(?:^|\/)index\.(?:android|ios)\.bundle$/i, 'React Native'],
  [/\.vsix$/i, 'VS Code'],
];

export function appByName(path: string): ExposureReason | undefined {
  const found = APP_NAMES.find(([pattern]) => pattern.test(path));
  if (found !== undefined) return app(found[1]);
  return /\.(?:crx|xpi)$/i.test(path) ? { kind: 'browser-extension' } : undefined;
}

/** Sources of programs and settings, which no browser loads and no web server sends. */
const NOT_SERVED =
  /\.(?:php\d?|phtml|py|rb|erb|go|rs|java|kt|kts|scala|groovy|gradle|cs|cshtml|vb|fs|c|cc|cpp|h|hpp|ex|exs|erl|clj|lua|pl|pm|cgi|jsp|aspx?|ashx|sh|bash|zsh|fish|ps1|bat|cmd|sql|ya?ml|toml|ini|cfg|conf|properties|tf|tfvars|lock|class|jar|war|ear|o|so|dll|exe|d\.[cm]?ts|[cm]?ts|tsx|jsx)$|(?:^|\/)(?:Dockerfile|Containerfile|Makefile|Jenkinsfile|Procfile|\.htaccess|\.gitlab-ci\.yml)[^/]*$/i;

export function isServedKind(path: string): boolean {
  return !NOT_SERVED.test(path);
}

const SERVED = /(?:^|\/)(public|public_html|htdocs|wwwroot|webroot)\//gi;
const SERVED_OR_SOURCE = /(?:^|\/)(static|www|assets|_site)\//gi;
const OUTPUT =
  /(?:^|\/)(dist|build|out|\.nuxt|\.output|\.svelte-kit|\.vercel\/output|\.docusaurus|\.expo)\//gi;

/** A folder that web servers give out as it is. */
export function servedFolder(path: string): ExposureReason | undefined {
  return reasonOf(SERVED, 'served-folder', path);
}

/** A folder that may be served, or where builds go. */
export function likelyFolder(path: string): ExposureReason | undefined {
  return reasonOf(SERVED_OR_SOURCE, 'served-folder', path) ?? reasonOf(OUTPUT, 'output-folder', path);
}

function reasonOf(pattern: RegExp, kind: ExposureReason['kind'], path: string): ExposureReason | undefined {
  if (!isServedKind(path)) return undefined;
  const name = [...path.matchAll(pattern)].at(-1)?.[1];
  return name === undefined ? undefined : { kind, name: `${name}/` };
}

/** The folders above it in which a build may have put a page: innermost first. */
export function outputFolders(path: string): string[] {
  return [...path.matchAll(OUTPUT)].map(({ index, 0: text }) => path.slice(0, index + text.length)).reverse();
}

export function isMinified(path: string): boolean {
  return /\.(?:min\.[cm]?js|bundle\.js|chunk\.[cm]?js)$/i.test(path);
}

export function isSourceMap(path: string): boolean {
  return /\.map$/i.test(path);
}

export function isPage(path: string): boolean {
  return /\.x?html?$/i.test(path);
}

/** Source maps are judged by the script beside them. */
export function isScript(path: string): boolean {
  return /\.(?:[cm]?js|bundle)(?:\.map)?$/i.test(path) || !/\.[^/]*$/.test(path);
}

export function isServiceWorker(path: string): boolean {
  return /(?:^|\/)(?:sw|service-?worker|firebase-messaging-sw|ngsw-worker|workbox-[\w-]+)\.[cm]?js$/i.test(
    path,
  );
}

/** `.server.vue` runs on the server alone. */
export function componentOf(path: string): string | undefined {
  if (/(?<!\.server)\.vue$/i.test(path)) return 'Vue';
  return /\.svelte$/i.test(path) ? 'Svelte' : undefined;
}
