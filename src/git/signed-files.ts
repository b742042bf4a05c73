/**
 * Files that scans keep beside the packs, for the next one. The directory is in the hands of whoever made the repository,
 * so each file is signed with a secret of the user: what another has put there counts for nothing.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { fsPath } from '../core/path-text.ts';

const DIRECTORY = 'ttleaks';
const MAC_BYTES = 32;
const MAX_FILE_BYTES = 512 * 1024 * 1024;
const FORGOTTEN_AFTER_MS = 30 * 24 * 60 * 60 * 1000;

export interface SignedFilesOptions {
  /** What the content depends on besides the name: files of another version are not seen. */
  readonly version: string;
  /** Ends the names of all of them. */
  readonly ending: string;
  readonly secret: Uint8Array;
  readonly onDamage: (warning: string) => void;
}

export class SignedFiles {
  readonly #directory: string;
  readonly #secret: Uint8Array;
  /** Ends the names of files for the same user, of whatever version, and of the same one. */
  readonly #ending: string;
  readonly #suffix: string;
  readonly #onDamage: (warning: string) => void;
  readonly #inUse = new Set<string>();

  constructor(commonDir: string, { version, ending, secret, onDamage }: SignedFilesOptions) {
    this.#directory = join(commonDir, DIRECTORY);
    this.#secret = secret;
    this.#onDamage = onDamage;
    // What V8 writes, another one need not be able to read.
    const digest = createHash('sha256').update(`${process.versions.v8}\n${version}`).digest('hex');
    const user = createHash('sha256').update(secret).digest('hex');
    this.#ending = `-${user.slice(0, 16)}${ending}`;
    this.#suffix = `-${digest.slice(0, 16)}${this.#ending}`;
  }

  /** `undefined` where nothing is kept under that name, or nothing that can be trusted. */
  read(key: string): unknown {
    const name = key + this.#suffix;
    this.#inUse.add(name);
    const bytes = this.#bytesOf(name);
    if (bytes === undefined) return undefined;
    const content = bytes.subarray(MAC_BYTES);
    const mac = this.#macOf(name, content);
    if (bytes.length < MAC_BYTES || !timingSafeEqual(mac, bytes.subarray(0, MAC_BYTES))) {
      this.#onDamage(`${name} in ${DIRECTORY}/ of the git directory is damaged, and was not used`);
      return undefined;
    }
    return deserialize(content);
  }

  /** Nothing happens where it cannot be written: the next scan takes longer then. */
  write(key: string, value: unknown): void {
    const name = key + this.#suffix;
    this.#inUse.add(name);
    const content = serialize(value);
    // Its own name until it is whole: another scan may read or write the same.
    const unfinished = join(this.#directory, `${randomBytes(8).toString('hex')}.tmp`);
    try {
      mkdirSync(fsPath(this.#directory), { recursive: true });
      if (!this.#isOwnDirectory()) return;
      writeFileSync(fsPath(unfinished), Buffer.concat([this.#macOf(name, content), content]), { flag: 'wx' });
      renameSync(fsPath(unfinished), fsPath(join(this.#directory, name)));
    } catch {
      rmSync(fsPath(unfinished), { force: true });
    }
  }

  /** Forgets what was neither read nor written, and what another version of the user's left long ago. */
  prune(): void {
    try {
      if (!this.#isOwnDirectory()) return;
      for (const name of readdirSync(fsPath(this.#directory))) {
        if (this.#inUse.has(name) || !name.endsWith(this.#ending)) continue;
        const path = fsPath(join(this.#directory, name));
        if (name.endsWith(this.#suffix) || Date.now() - lstatSync(path).mtimeMs > FORGOTTEN_AFTER_MS)
          rmSync(path);
      }
    } catch {
      // Another scan may do the same; what stays does no harm.
    }
  }

  /** Not a link, which could lead anywhere. */
  #isOwnDirectory(): boolean {
    return lstatSync(fsPath(this.#directory), { throwIfNoEntry: false })?.isDirectory() === true;
  }

  #bytesOf(name: string): Buffer | undefined {
    let fd: number;
    try {
      if (!this.#isOwnDirectory()) return undefined;
      fd = openSync(
        fsPath(join(this.#directory, name)),
        constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
      );
    } catch {
      return undefined;
    }
    try {
      const stats = fstatSync(fd);
      return stats.isFile() && stats.size <= MAX_FILE_BYTES ? readFileSync(fd) : undefined;
    } catch {
      return undefined;
    } finally {
      closeSync(fd);
    }
  }

  /** Of the name too: what is kept under one is nothing under another. */
  #macOf(name: string, content: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(`${name}\n`).update(content).digest();
  }
}
