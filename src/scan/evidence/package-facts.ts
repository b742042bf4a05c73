/** What the package.json above a file says about who gets the file. Read as data, in bounds; what is odd is left out. */
import type { ExposureReason } from '../../core/exposure-reason.ts';

export interface PackageFacts {
  /** Files for Node.js alone: relative to the package, without an ending. */
  readonly programs: readonly string[];
  /** What bundlers and content delivery networks give to browsers, with the field that says so. */
  readonly browserEntries: readonly { readonly path: string; readonly field: string }[];
  /** All that it builds is installed on the devices of users. */
  readonly app: string | undefined;
  /** What npm ships of it: files and folders; undefined where it is not published, or ships all. */
  readonly shipped: readonly string[];
}

type Field =
  | 'name'
  | 'private'
  | 'bin'
  | 'main'
  | 'module'
  | 'browser'
  | 'unpkg'
  | 'jsdelivr'
  | 'exports'
  | 'files'
  | 'scripts'
  | 'start'
  | 'engines'
  | 'dependencies'
  | 'devDependencies';
type Data = Readonly<Partial<Record<Field, unknown>>>;

const MAX_TARGETS = 1000;
const MAX_DEPTH = 8;
const BROWSER_FIELDS = ['browser', 'unpkg', 'jsdelivr'] as const;
const LOADING_FIELDS = new Set(['type', 'main', 'module', 'types', 'sideEffects', 'private']);
const MODULE_FIELDS = ['main', 'module'] as const;

/**
 * Undefined where it is no JSON object, or says no more than how the modules beside it are loaded: then the package is
 * one further up.
 */
export function packageFacts(text: string): PackageFacts | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return undefined;
  }
  if (!isData(data) || Object.keys(data).every((key) => LOADING_FIELDS.has(key))) return undefined;
  const exported = targetsOf(data.exports);
  const started = /(?:^|[\s;&])node\s+(?:-\S+\s+)*([\w./-]+)/.exec(textOf(dataOf(data.scripts).start))?.[1];
  return {
    programs: [
      ...targetsOf(data.bin).map(({ path }) => path),
      ...(started === undefined ? [] : [started]),
      ...exported.filter(({ conditions }) => conditions.includes('node')).map(({ path }) => path),
    ].map(stem),
    browserEntries: [
      ...BROWSER_FIELDS.flatMap((field) => targetsOf(data[field]).map(({ path }) => ({ path, field }))),
      ...exported
        .filter(({ conditions }) => conditions.includes('browser'))
        .map(({ path }) => ({ path, field: 'exports' })),
    ].map(({ path, field }) => ({ path: stem(path), field })),
    app: appOf(data),
    shipped: data.private === true || typeof data.name !== 'string' ? [] : shippedOf(data, exported),
  };
}

/** What the facts say of a file: `path` is relative to the package. */
export function sideByPackage(path: string, facts: PackageFacts): 'server' | ExposureReason | undefined {
  const own = stem(path);
  const entry = facts.browserEntries.find(({ path: target }) => target === own);
  if (entry !== undefined) return { kind: 'browser-entry', name: entry.field };
  return facts.programs.includes(own) ? 'server' : undefined;
}

/** In the folder of output that a program of the package stands in: a chunk of it, most likely. */
export function isBesideProgram(path: string, { programs }: PackageFacts): boolean {
  return programs.some((program) => {
    const folder = program.slice(0, program.lastIndexOf('/') + 1);
    return folder !== '' && path.startsWith(folder);
  });
}

export function isShipped(path: string, { shipped }: PackageFacts): boolean {
  return shipped.some(
    (entry) => stem(path) === stem(entry) || path.startsWith(`${entry.replace(/\/?\*{0,2}$/, '')}/`),
  );
}

function shippedOf(data: Data, exported: readonly Target[]): string[] {
  const files = Array.isArray(data.files) ? data.files : [];
  const named = [...files, ...MODULE_FIELDS.map((field) => data[field])];
  return [
    ...named.filter((entry) => typeof entry === 'string').map(relative),
    ...exported.map(({ path }) => path),
  ]
    .filter((entry) => entry !== '' && !entry.startsWith('!'))
    .slice(0, MAX_TARGETS);
}

function appOf(data: Data): string | undefined {
  if ('vscode' in dataOf(data.engines)) return 'VS Code';
  const needed = { ...dataOf(data.dependencies), ...dataOf(data.devDependencies) };
  return 'electron' in needed ? 'Electron' : undefined;
}

interface Target {
  readonly path: string;
  readonly conditions: readonly string[];
}

/** The files that `exports`, `bin`, `browser` and the like name, at any depth, with the keys that lead there. */
function targetsOf(value: unknown): Target[] {
  const found: Target[] = [];
  const visit = (node: unknown, conditions: readonly string[]): void => {
    if (found.length >= MAX_TARGETS || conditions.length > MAX_DEPTH) return;
    if (typeof node === 'string') found.push({ path: relative(node), conditions });
    else if (Array.isArray(node)) for (const item of node) visit(item, conditions);
    else if (isData(node)) for (const [key, item] of Object.entries(node)) visit(item, [...conditions, key]);
  };
  visit(value, []);
  return found;
}

function relative(path: string): string {
  return path.replace(/^(?:\.?\/)+/, '');
}

function stem(path: string): string {
  return relative(path).replace(/\.(?:[cm]?js|[cm]?ts)$/, '');
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dataOf(value: unknown): Data {
  return isData(value) ? value : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
