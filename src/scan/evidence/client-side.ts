/**
 * Whether a browser or an app gets a file, and why: by what it is and by what stands around it. ORDER is the whole of
 * it: the first evidence that there is decides. What shows for sure where a file runs comes first; after that, what
 * only servers do outweighs what is merely usual for browsers.
 */
import type { ExposureReason } from '../../core/exposure-reason.ts';
import type { ContentSign } from '../../detect/content-signs.ts';
import { isBesideProgram, isShipped, type PackageFacts, sideByPackage } from './package-facts.ts';
import {
  appByName,
  componentOf,
  isMinified,
  isPage,
  isScript,
  isServedKind,
  isServiceWorker,
  isSourceMap,
  likelyFolder,
  servedFolder,
  sideByFramework,
} from './paths.ts';

export interface FileFacts {
  /** Of the file, and of what leads to it in a container. */
  readonly names: readonly string[];
  /** Of a source map, those of the script beside it. */
  readonly signs: ReadonlySet<ContentSign>;
  readonly package?: PackageFacts | undefined;
  /** Relative to the package. */
  readonly pathInPackage?: string | undefined;
  /** Below a folder with the manifest of a browser extension. */
  readonly isInExtension?: boolean;
  /** The build put a page at the root of its output. */
  readonly isBesidePage?: boolean;
}

type Evidence = (file: FileFacts, path: string) => 'server' | ExposureReason | undefined;

const ORDER: readonly Evidence[] = [
  // 1. What is installed on the devices of users, its server-like parts included.
  ({ names }) => first(names, appByName),
  ({ signs, package: facts }, path) => builtApp(signs, facts, path),
  // 2. The folders of frameworks, and those that are served as they are.
  ({ names, signs }) => withPageData(first([...names].reverse(), sideByFramework), signs),
  ({ names }) => first([...names].reverse(), servedFolder),
  // 3. Bytes that are made for a server, or that package.json names as a program or for browsers.
  ({ signs }) => (signs.has('program') || signs.has('server-chunk') ? 'server' : undefined),
  ({ package: facts, pathInPackage }) => facts && sideByPackage(pathInPackage ?? '', facts),
  // 4. Runtimes that load chunks in browsers and apps alone, and what only browsers run.
  ({ signs }) => (signs.has('hermes') ? { kind: 'app', name: 'Hermes bytecode' } : undefined),
  ({ signs }, path) => bundleBy(path, signs, BROWSER_RUNTIMES),
  ({ signs }, path) =>
    isScript(path) && (isServiceWorker(path) || signs.has('service-worker'))
      ? { kind: 'service-worker' }
      : undefined,
  ({ signs }, path) =>
    isPage(path) || (signs.has('page') && isServedKind(path)) ? pageBy(signs) : undefined,
  (_, path) => nameOf('component', componentOf(path)),
  ({ signs }) => (signs.has('use-client') ? { kind: 'component', name: 'React' } : undefined),
  ({ isInExtension }, path) =>
    isInExtension && isServedKind(path) ? { kind: 'browser-extension' } : undefined,
  // 5. The output of a build that begins with a page.
  ({ isBesidePage, signs }, path) =>
    isBesidePage ? (bundleBy(path, signs, RUNTIMES) ?? likelyFolder(path)) : undefined,
  // 6. What servers do.
  ({ signs }, path) => (signs.has('server-module') && isScript(path) ? 'server' : undefined),
  ({ package: facts, pathInPackage }) =>
    facts && isBesideProgram(pathInPackage ?? '', facts) ? 'server' : undefined,
  // 7. Runtimes that run anywhere.
  ({ signs }, path) => bundleBy(path, signs, RUNTIMES),
  // 8. Modules of Node.js that no bundler has touched.
  ({ signs }, path) => (signs.has('commonjs') && !signs.has('umd') && isScript(path) ? 'server' : undefined),
  // 9. What npm ships: whoever installs it gets it.
  ({ package: facts, pathInPackage }) =>
    facts && isShipped(pathInPackage ?? '', facts) ? { kind: 'package' } : undefined,
  // 10. Where builds go, and how what they make is called.
  (_, path) => (isSourceMap(path) ? { kind: 'source-map' } : undefined),
  ({ names }) => first([...names].reverse(), likelyFolder),
  (_, path) => (isMinified(path) ? { kind: 'minified' } : undefined),
];

/** Undefined where nothing says so: then git alone decides who sees it. */
export function clientReason(file: FileFacts): ExposureReason | undefined {
  const path = file.names.at(-1) ?? '';
  for (const evidence of ORDER) {
    const side = evidence(file, path);
    if (side !== undefined) return side === 'server' ? undefined : side;
  }
  return undefined;
}

/** Of an application for the desktop, or an extension of an editor, all that is built goes to users. */
function builtApp(
  signs: ReadonlySet<ContentSign>,
  facts: PackageFacts | undefined,
  path: string,
): ExposureReason | undefined {
  if (likelyFolder(path) === undefined) return undefined;
  return signs.has('electron') ? { kind: 'app', name: 'Electron' } : nameOf('app', facts?.app);
}

/** Its bundles ship with apps. */
const METRO = 'a Metro bundle';

const BROWSER_RUNTIMES: readonly (readonly [ContentSign, string])[] = [
  ['turbopack', 'Turbopack'],
  ['webpack-web', 'webpack'],
  ['vite', 'Vite'],
  ['browserify', 'Browserify'],
  ['metro', METRO],
];

const RUNTIMES: readonly (readonly [ContentSign, string])[] = [
  ['parcel', 'Parcel'],
  ['webpack', 'webpack'],
  ['esbuild', 'esbuild'],
  ['systemjs', 'Rollup (SystemJS)'],
];

/** Of a source map, that it is one says more than the bundle beside it. */
function bundleBy(
  path: string,
  signs: ReadonlySet<ContentSign>,
  runtimes: readonly (readonly [ContentSign, string])[],
): ExposureReason | undefined {
  const name = isScript(path) ? runtimes.find(([sign]) => signs.has(sign))?.[1] : undefined;
  if (name !== undefined && isSourceMap(path)) return { kind: 'source-map' };
  return nameOf(name === METRO ? 'app' : 'bundle', name);
}

const PAGE_DATA: readonly (readonly [ContentSign, string])[] = [
  ['next-data', 'Next.js'],
  ['nuxt-data', 'Nuxt'],
  ['sveltekit-data', 'SvelteKit'],
  ['react-router-data', 'React Router'],
  ['gatsby-data', 'Gatsby'],
  ['angular-data', 'Angular'],
  ['astro-island', 'Astro'],
];

function withPageData(
  side: ReturnType<typeof sideByFramework>,
  signs: ReadonlySet<ContentSign>,
): ReturnType<typeof sideByFramework> {
  return typeof side === 'object' && side.kind === 'page' ? pageBy(signs) : side;
}

function pageBy(signs: ReadonlySet<ContentSign>): ExposureReason {
  return nameOf('page-data', PAGE_DATA.find(([sign]) => signs.has(sign))?.[1]) ?? { kind: 'page' };
}

function nameOf(kind: ExposureReason['kind'], name: string | undefined): ExposureReason | undefined {
  return name === undefined ? undefined : { kind, name };
}

function first<T, R>(items: readonly T[], of: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
