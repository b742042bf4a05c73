/**
 * Where builds leave the list of their files, linked or not. Tried once, beside the page that the scan begins
 * with; a site that has none answers 404, and nothing is made of that.
 */
import { absoluteUrl, type Reference } from './reference.ts';

const MANIFESTS = [
  // Vite, its older versions, and whatever calls its list so
  '.vite/manifest.json',
  'manifest.json',
  // Create React App, Angular's service worker, SvelteKit
  'asset-manifest.json',
  'ngsw.json',
  '_app/version.json',
];
const NEXT = /\/_next\//;
const NEXT_MANIFESTS = ['build-manifest.json', 'app-build-manifest.json', 'react-loadable-manifest.json'];
/** Of the pages router in `__NEXT_DATA__`, of the app router in what it streams; quotes may be escaped. */
const NEXT_BUILD_ID = /(?:"buildId\\?"|\\?"b\\?"):\\?"([\w-]{4,100})\\?"/g;

export function* wellKnownReferences(pageUrl: string, text: string): Generator<Reference, void> {
  const paths = NEXT.test(text) ? [...MANIFESTS, ...nextPaths(text)] : MANIFESTS;
  for (const path of paths) {
    const url = absoluteUrl(path, pageUrl);
    const kind = path.endsWith('.js') ? 'script' : 'json';
    if (url !== undefined) yield { url, kind, ifAbsent: 'nothing' };
  }
}

/** Below the folder that `_next` stands in, whatever the site's base path. */
function nextPaths(text: string): string[] {
  const base = /["'](\/[\w./-]{0,200})?\/_next\//.exec(text)?.[1] ?? '';
  const ids = new Set([...text.matchAll(NEXT_BUILD_ID)].map(([, id = '']) => id));
  const builds = [...ids].flatMap((id) => [`static/${id}/_buildManifest.js`, `static/${id}/_ssgManifest.js`]);
  return [...builds, ...NEXT_MANIFESTS].map((path) => `${base}/_next/${path}`);
}
