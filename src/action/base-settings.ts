/**
 * The settings of a change are those of its base: configuration, rules, baseline and ignore files are read from that
 * commit, so that a change cannot waive its own leak. They are laid out in a folder of their own, from which the usual
 * settling takes them; what the base does not have is there as an empty file, or the change's own would be found.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { TtleaksError } from '../core/errors.ts';
import { decodePath } from '../core/path-text.ts';
import { ObjectReader } from '../git/object-reader.ts';
import type { Repository } from '../git/repository.ts';
import { runGit } from '../git/run.ts';
import { BASELINE_FILE } from '../settings/baseline.ts';
import { parseConfig } from '../settings/config.ts';
import { isWithin } from '../settings/find-config.ts';
import { IGNORE_FILE } from '../settings/path-filter.ts';

const CONFIG_FILES = ['ttleaks.config.yml', 'ttleaks.config.yaml', 'ttleaks.config.json', 'package.json'];
const MAX_FILE_BYTES = 16_777_216;
const MAX_FILES = 1000;

export interface BaseSettings {
  readonly config: string;
  /** Of the configuration in the base, relative to the repository: `` for its root. */
  readonly configDirectory: string;
  readonly baseline: string;
  readonly ignoreFiles: ReadonlyMap<string, string>;
}

export interface NamedSettings {
  readonly config: string | undefined;
  readonly baseline: string | undefined;
}

export interface BaseRequest {
  readonly repository: Repository;
  /** Absent where it is not known: then nothing is waived. */
  readonly base: string | undefined;
  /** Empty; of this run alone. */
  readonly directory: string;
  /** What the workflow names; outside the checkout it is the workflow's own, and stays. */
  readonly named: NamedSettings;
  readonly signal: AbortSignal;
}

export async function baseSettings(request: BaseRequest): Promise<BaseSettings> {
  const reader = new ObjectReader(request.repository, request.signal);
  try {
    return await new BaseTree(request, reader).settings();
  } finally {
    reader.close();
  }
}

interface LaidOutConfig {
  readonly config: string;
  /** Its path in the base. */
  readonly name?: string;
  /** The one that it names, relative to the repository. */
  readonly baseline?: string;
}

class BaseTree {
  readonly #request: BaseRequest;
  readonly #reader: ObjectReader;
  #paths: readonly string[] = [];

  constructor(request: BaseRequest, reader: ObjectReader) {
    this.#request = request;
    this.#reader = reader;
  }

  async settings(): Promise<BaseSettings> {
    const { named } = this.#request;
    this.#paths = await this.#list();
    const { config, baseline, name = '' } = await this.#config(named.config);
    const ignoreFiles = new Map<string, string>();
    for (const path of this.#paths.filter((each) => basename(each) === IGNORE_FILE).slice(0, MAX_FILES)) {
      ignoreFiles.set(folderOf(path), (await this.#read(path)) ?? '');
    }
    return {
      config,
      configDirectory: folderOf(name),
      ignoreFiles,
      baseline: await this.#placed(named.baseline ?? baseline ?? BASELINE_FILE, '{"version":1}\n'),
    };
  }

  /** Where the configuration was laid out, with the files that it names; and the baseline that it names. */
  async #config(named: string | undefined): Promise<LaidOutConfig> {
    const { directory } = this.#request;
    const names = named === undefined ? CONFIG_FILES : [named];
    for (const name of names) {
      const path = this.#within(name);
      if (path === undefined) return { config: name };
      const text = await this.#read(path);
      if (text === undefined || (path === 'package.json' && !hasOwnKey(text))) continue;
      const config = await this.#placed(name, '');
      const { rules, baseline } = await parseConfig(text, config, directory);
      for (const rule of rules) await this.#lay(relative(directory, rule));
      return {
        config,
        name: path,
        ...(baseline === undefined ? {} : { baseline: relative(directory, baseline) }),
      };
    }
    const config = join(directory, 'ttleaks.config.json');
    writeFileSync(config, '{}\n');
    return { config };
  }

  /** A file of the base, laid out; one that it does not have has the text that is given instead. */
  async #placed(name: string, instead: string): Promise<string> {
    const path = this.#within(name);
    if (path === undefined) return name;
    return this.#write(path, (await this.#read(path)) ?? instead);
  }

  /** A file, or all files of a folder. */
  async #lay(path: string): Promise<void> {
    const below = `${path}/`;
    const paths = this.#paths.filter((each) => each === path || each.startsWith(below));
    for (const each of paths.slice(0, MAX_FILES)) this.#write(each, (await this.#read(each)) ?? '');
  }

  #write(path: string, text: string): string {
    const file = join(this.#request.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** Within the repository, with `/`; undefined for what lies outside. */
  #within(name: string): string | undefined {
    const { workTree = '' } = this.#request.repository;
    const path = resolve(workTree, name);
    return isWithin(workTree, path) ? relative(workTree, path).replaceAll('\\', '/') : undefined;
  }

  async #read(path: string): Promise<string | undefined> {
    const { base } = this.#request;
    if (base === undefined || !this.#paths.includes(path)) return undefined;
    return (await this.#reader.readPath(base, path, MAX_FILE_BYTES))?.toString('utf8');
  }

  async #list(): Promise<string[]> {
    const { base, repository, signal } = this.#request;
    if (base === undefined) return [];
    const args = ['ls-tree', '-r', '-z', '--name-only', base];
    const { code, stdout } = await runGit(repository.context, args, { signal });
    // A tree that was made by hand may name what lies above it.
    if (code === 0)
      return decodePath(stdout)
        .split('\0')
        .filter((path) => !path.split('/').includes('..'));
    throw new TtleaksError('INCOMPLETE', `the files of the base commit ${base} cannot be listed.`);
  }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function hasOwnKey(text: string): boolean {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null && Object.hasOwn(data, 'ttleaks');
  } catch {
    return false;
  }
}
