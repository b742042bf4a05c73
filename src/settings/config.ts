/**
 * The configuration: data only, nothing in it is run. Without one, neither a YAML parser nor a schema is loaded.
 * A configuration that was found, not named, belongs to the scanned tree: it may steer what is looked at, but its paths
 * stay within the tree, and it has no say in where a key is sent.
 */
import { dirname, resolve } from 'node:path';
import type { Level } from '../core/finding.ts';
import { type ConfigSearch, findConfig, isWithin, PACKAGE_KEY } from './find-config.ts';
import { parseJson } from './parse-json.ts';
import { configError, readSmallFile } from './read-small-file.ts';
import { parseSize } from './size.ts';

/** What the configuration leaves open is `undefined`. All paths are absolute. */
export interface Config {
  readonly file: string;
  readonly rules: readonly string[];
  /** In gitignore syntax; they hold below the configuration's directory. */
  readonly exclude: readonly string[];
  readonly failOn: Level | 'never' | undefined;
  readonly baseline: string | undefined;
  readonly maxBytes: number | undefined;
  readonly foreignAllow: boolean | undefined;
  readonly nodeModules: boolean | undefined;
  readonly jobs: number | undefined;
}

export interface ConfigRequest extends ConfigSearch {
  /** The file that the user named; nothing is searched for then. */
  readonly file?: string | undefined;
}

/** `undefined` where there is none. */
export async function loadConfig(request: ConfigRequest): Promise<Config | undefined> {
  if (request.file !== undefined) return parseConfig(readSmallFile(request.file), resolve(request.file));
  const file = findConfig(request);
  if (file === undefined) return undefined;
  return parseConfig(readSmallFile(file), file, resolve(request.root ?? request.start));
}

/** `file` says what `text` is, by its name, and what paths are relative to, which may not leave `boundary`. */
export async function parseConfig(text: string, file: string, boundary?: string): Promise<Config> {
  const [{ configSchema }, { validate }] = await Promise.all([
    import('./config-schema.ts'),
    import('./validate.ts'),
  ]);
  // An empty YAML file is an empty configuration.
  const written = validate(configSchema, (await dataOf(text, file)) ?? {}, file);
  const { rules = [], exclude = [], failOn, baseline, maxSize, foreignAllow, nodeModules, jobs } = written;
  const locate = (path: string, key: string) => pathFrom(file, path, key, boundary);
  return Object.freeze({
    file,
    rules: rules.map((path) => locate(path, 'rules')),
    exclude,
    failOn,
    baseline: baseline === undefined ? undefined : locate(baseline, 'baseline'),
    maxBytes: typeof maxSize === 'string' ? parseSize(maxSize) : maxSize,
    foreignAllow,
    nodeModules,
    jobs,
  });
}

async function dataOf(text: string, file: string): Promise<unknown> {
  if (!file.endsWith('.json')) return (await import('./parse-yaml.ts')).parseYaml(text, file);
  const data = parseJson(text, file);
  if (!/(?:^|[\\/])package\.json$/.test(file)) return data;
  const found = (data as Record<string, unknown> | null)?.[PACKAGE_KEY];
  if (found === undefined)
    throw configError(file, `has no key "${PACKAGE_KEY}"`, 'add it, or name another file');
  return found;
}

function pathFrom(file: string, path: string, key: string, boundary: string | undefined): string {
  const absolute = resolve(dirname(file), path);
  if (boundary === undefined || isWithin(boundary, absolute)) return absolute;
  throw configError(
    file,
    `${key}: the path leads out of the scanned tree`,
    'name the configuration with --config',
  );
}
