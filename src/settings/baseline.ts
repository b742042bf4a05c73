/**
 * The file of known findings. One line an entry, sorted, and `"version"` last, so that each entry's line ends with a
 * comma: lines come and go on their own, and git merges them (with `merge=union`) into a file that is still valid.
 * Holds no key. Read by hand, without a schema library: hooks read it, and start-up counts there.
 */
import type { Finding, Suppression } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { showPath } from '../core/path-text.ts';
import { parseJson } from './parse-json.ts';
import { configError, readSmallFileIfAny } from './read-small-file.ts';

export const BASELINE_FILE = '.ttleaks-baseline.json';
export const DEFAULT_REASON = 'known when the baseline was written';

/** Some 80,000 entries. */
const MAX_BASELINE_BYTES = 16_777_216;
const VERSION = 1;
const FINGERPRINT = /^[0-9a-f]{32}$/;
const CONFLICT_MARKER = /^(?:<{7}|={7}|>{7}|\|{7})(?: |\r?$)/m;
const ENTRY_KEYS = ['path', 'rule', 'reason', 'expires'];

export interface BaselineEntry {
  /** For people: the fingerprint alone decides. */
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it waives. */
  readonly expires?: string;
}

export class Baseline {
  readonly file: string;
  readonly entries: ReadonlyMap<string, BaselineEntry>;

  constructor(file: string, entries: ReadonlyMap<string, BaselineEntry>) {
    this.file = file;
    this.entries = entries;
  }

  /** `today` as `YYYY-MM-DD`. Whether the key is live, which no baseline waives, is for the caller to ask. */
  waives({ fingerprint }: Pick<Finding, 'fingerprint'>, today: string): Suppression | undefined {
    const entry = this.entries.get(fingerprint);
    if (entry === undefined || isExpired(entry, today)) return undefined;
    return { kind: 'baseline', justification: entry.reason };
  }

  /** One line for each entry that waives no longer. */
  warnings(today: string): string[] {
    const expired = [...this.entries.values()].filter((entry) => isExpired(entry, today));
    return expired.map(
      ({ path, expires }) => `${showPath(this.file)}: the entry for ${path} expired on ${expires}`,
    );
  }
}

function isExpired({ expires }: BaselineEntry, today: string): boolean {
  return expires !== undefined && expires < today;
}

/** `undefined` where there is no such file. */
export function readBaseline(file: string): Baseline | undefined {
  const text = readSmallFileIfAny(file, MAX_BASELINE_BYTES);
  return text === undefined ? undefined : parseBaseline(text, file);
}

/** Order does not matter; of an entry that stands twice, the last counts. `file` is for messages. */
export function parseBaseline(text: string, file: string): Baseline {
  if (CONFLICT_MARKER.test(text)) {
    throw configError(
      file,
      'holds conflict markers of git',
      'keep the lines of both sides and delete the markers',
    );
  }
  const data = asMap(parseJson(text, file));
  if (data === undefined) throw configError(file, 'is no baseline', 'write it with `ttleaks baseline`');
  const { version, ...rest } = data;
  if (version !== VERSION) {
    throw configError(file, `has another version than ${VERSION}`, 'update ttleaks, or write the file anew');
  }
  const entries = new Map<string, BaselineEntry>();
  for (const [fingerprint, value] of Object.entries(rest)) {
    entries.set(fingerprint, entryOf(fingerprint, value, file));
  }
  return new Baseline(file, entries);
}

function asMap(value: unknown): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Record<string, unknown>;
}

function entryOf(fingerprint: string, value: unknown, file: string): BaselineEntry {
  const place = `${file}: entry ${fingerprint.slice(0, 64)}`;
  const fail = (what: string, nextStep: string) => configError(place, what, nextStep);
  if (!FINGERPRINT.test(fingerprint)) throw fail('is no fingerprint', 'entries are named by 32 hex digits');
  const entry = asMap(value);
  if (entry === undefined) throw fail('is not valid', `must be a map with ${ENTRY_KEYS.join(', ')}`);
  const unknown = Object.keys(entry).find((key) => !ENTRY_KEYS.includes(key));
  if (unknown !== undefined) throw fail(`unknown key "${unknown}"`, `allowed are ${ENTRY_KEYS.join(', ')}`);
  const { path, rule, reason, expires } = entry;
  if (typeof path !== 'string' || typeof rule !== 'string')
    throw fail('path or rule is missing', 'must be texts');
  if (typeof reason !== 'string' || reason.trim() === '') throw fail('has no reason', 'say why it may stay');
  const facts = { path: maskKeysIn(path.replaceAll('\\', '/')), rule, reason: maskKeysIn(reason) };
  if (expires === undefined) return facts;
  if (typeof expires !== 'string' || !isDate(expires))
    throw fail('expires is no date', 'write it as YYYY-MM-DD');
  return { ...facts, expires };
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) && text.length === 10;
}
