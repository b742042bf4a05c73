/**
 * Verdicts of earlier runs, in the user's cache directory. An entry is named by a hash of the key, the API that was
 * asked and the question, so that a verdict of one endpoint never answers for another; no key can be read out of it.
 * What was unknown is not kept. A key that was revoked stays so.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { maskKeysIn } from '../core/key-mask.ts';
import type { Secret } from '../core/secret.ts';
import type { Verification } from '../core/verification.ts';
import { asMap, fieldOf, parseJsonText } from './answers.ts';

const VERSION = 1;
const QUESTION = 'GET /v1/me';
const HOUR_MS = 3_600_000;
const LIFETIMES_MS = { live: HOUR_MS, inactive: 24 * HOUR_MS, revoked: Number.POSITIVE_INFINITY } as const;
const MAX_ENTRIES = 10_000;
const MAX_FILE_BYTES = 16_777_216;

interface Entry {
  readonly kind: keyof typeof LIFETIMES_MS;
  readonly verification: Verification;
}

export class VerdictCache {
  readonly #file: string;
  readonly #endpoint: string;
  readonly #entries: Map<string, Entry>;
  readonly #changed = new Map<string, Entry>();

  /** A file that cannot be read, or makes no sense, is as good as none. */
  constructor(file: string, endpoint: URL) {
    this.#file = file;
    this.#endpoint = endpoint.href;
    this.#entries = readEntries(file);
  }

  get(secret: Secret): Verification | undefined {
    return this.#entries.get(this.#nameOf(secret))?.verification;
  }

  put(secret: Secret, verification: Verification | undefined): void {
    if (verification?.status !== 'live' && verification?.status !== 'inactive') return;
    const name = this.#nameOf(secret);
    // Seen in the cache just now: it does not become younger by that.
    if (this.#entries.get(name)?.verification === verification) return;
    this.#changed.set(name, { kind: verification.status, verification });
  }

  putRevoked(secret: Secret, verification: Extract<Verification, { status: 'inactive' }>): void {
    this.#changed.set(this.#nameOf(secret), { kind: 'revoked', verification });
  }

  /** Whole or not at all, beside what another run has kept meanwhile. Throws what `node:fs` throws. */
  save(): void {
    if (this.#changed.size === 0) return;
    const entries = [...readEntries(this.#file), ...this.#changed].slice(-MAX_ENTRIES);
    const text = JSON.stringify({ version: VERSION, entries: Object.fromEntries(entries) });
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const temporary = `${this.#file}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      writeFileSync(temporary, `${maskKeysIn(text)}\n`, { flag: 'wx', mode: 0o600 });
      renameSync(temporary, this.#file);
    } finally {
      rmSync(temporary, { force: true });
    }
  }

  #nameOf(secret: Secret): string {
    const parts = ['ttleaks verdict', secret.reveal(), this.#endpoint, QUESTION];
    return createHash('sha256').update(parts.join('\0')).digest('hex');
  }
}

function readEntries(file: string): Map<string, Entry> {
  const entries = asMap(fieldOf(parseJsonText(textOf(file)), 'entries')) ?? {};
  return new Map(Object.entries(entries).filter((entry): entry is [string, Entry] => isValid(entry[1])));
}

function textOf(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MAX_FILE_BYTES ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

/** One of the future comes from a wrong clock. */
function isValid(value: unknown): boolean {
  const { kind, verification } = asMap(value) ?? {};
  const { status, checkedAt } = asMap(verification) ?? {};
  if (kind !== 'live' && kind !== 'inactive' && kind !== 'revoked') return false;
  if (status !== (kind === 'live' ? 'live' : 'inactive') || typeof checkedAt !== 'string') return false;
  if (kind === 'live' && !isRadius(fieldOf(verification, 'radius'))) return false;
  const ageMs = Date.now() - Date.parse(checkedAt);
  return ageMs >= 0 && ageMs < LIFETIMES_MS[kind];
}

function isRadius(value: unknown): boolean {
  const { owner, organizations, actsForOthers, identity } = asMap(value) ?? {};
  const texts = [owner, actsForOthers, fieldOf(identity, 'kind')];
  return texts.every((text) => typeof text === 'string') && Array.isArray(organizations);
}
