/**
 * The receipt of a revocation: JSON lines, each on the disk before the step that it speaks of goes on. It holds no key,
 * so a run that goes on later has to be given the keys again; `run` says where they were found.
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf, TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import type { StrategyName } from '../core/revocation.ts';
import type { Secret } from '../core/secret.ts';

export type ReceiptStep = 'planned' | 'requested' | 'confirmed' | 'manual' | 'failed';

/** How far the replacement of a key has come. */
export type RotationStep = 'requested' | 'made' | 'handed-over' | 'verified';

type ReceiptKeyName = Pick<Secret, 'id' | 'masked'>;

export interface ReceiptFacts {
  readonly keyId?: string | undefined;
  readonly strategy: StrategyName;
  /** Of the answer; a fault where none came. */
  readonly status?: number | string | undefined;
  /** What shows the state of the key: `GET /v1/me: 401`. */
  readonly proof?: string | undefined;
  readonly reason?: string | undefined;
  readonly rotation?: RotationStep | undefined;
  readonly newKeyId?: string | undefined;
  readonly newMasked?: string | undefined;
  readonly run?: object | undefined;
}

const PRIVATE_DIRECTORY = 0o700;
const PRIVATE_FILE = 0o600;
const OPEN_FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK;

export class Receipt {
  readonly file: string;
  readonly #descriptor: number;

  /** Throws an INCOMPLETE error where the file cannot be written: nothing may be revoked then. */
  constructor(file: string) {
    this.file = file;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: PRIVATE_DIRECTORY });
      this.#descriptor = openSync(file, OPEN_FLAGS, PRIVATE_FILE);
      checkContent(this.#descriptor, file);
      if (endsWithin(this.#descriptor)) writeSync(this.#descriptor, '\n');
      flushDirectory(dirname(file));
    } catch (error) {
      throw error instanceof TtleaksError ? error : unwritten(file, error);
    }
  }

  /** On the disk when it returns; throws where it is not. */
  write(step: ReceiptStep, secret: ReceiptKeyName, facts: ReceiptFacts): void {
    this.#append(lineOf(step, secret, facts));
  }

  /** In one piece, so that a run that is cut off leaves the whole plan or none. */
  writePlan(keys: readonly { readonly secret: ReceiptKeyName; readonly facts: ReceiptFacts }[]): void {
    this.#append(keys.map(({ secret, facts }) => lineOf('planned', secret, facts)).join(''));
  }

  #append(text: string): void {
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
      fsyncSync(this.#descriptor);
    } catch (error) {
      throw unwritten(this.file, error);
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

function lineOf(step: ReceiptStep, secret: ReceiptKeyName, facts: ReceiptFacts): string {
  const { keyId = null, strategy, status = null, proof = null, ...more } = facts;
  const { id: secretId, masked } = secret;
  const time = new Date().toISOString();
  const line = { time, step, secretId, masked, keyId, strategy, status, proof, ...more };
  return `${maskKeysIn(JSON.stringify(line))}\n`;
}

/** A slip of the keyboard must not write into somebody's file. */
function checkContent(descriptor: number, file: string): void {
  if (fstatSync(descriptor).size === 0) return;
  const first = Buffer.alloc(1);
  readSync(descriptor, first, 0, 1, 0);
  if (first.toString() === '{') return;
  throw new TtleaksError('CONFIG', `${file} is a file of another kind; name another with --receipt.`);
}

/** Cut off within a line. */
function endsWithin(descriptor: number): boolean {
  const { size } = fstatSync(descriptor);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(descriptor, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

/** Or a crash could take the name of a new file away. */
function flushDirectory(directory: string): void {
  const descriptor = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function unwritten(file: string, cause: unknown): TtleaksError {
  return new TtleaksError(
    'INCOMPLETE',
    `the receipt ${file} cannot be written: ${reasonOf(cause)}; without a receipt nothing is revoked. Name another file with --receipt.`,
    { cause },
  );
}
