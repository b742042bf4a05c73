/**
 * What an audit has read so far, so that `--resume` need not read it again: the targets that hold no key, since of those
 * that do, the keys themselves would have to be kept. One line of JSON each, in the user's state directory.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type AuditLog, type AuditTarget, addressOf } from '../audit/options.ts';
import { reasonOf } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { RuleFacts } from '../core/rule.ts';
import { jsonReport } from '../report/json.ts';
import { reportFrom } from '../report/read-report.ts';
import { readSmallFileIfAny } from '../settings/read-small-file.ts';
import { VERSION } from '../version.ts';
import type { AuditArguments } from './audit-arguments.ts';
import { stateFile } from './user-directories.ts';

const MAX_LOG_BYTES = 1024 * 1024 * 1024;

/** What decides what is read and found: with another one, it is another audit. */
const DECISIVE = [
  'paths',
  'config',
  'baseline',
  'rules',
  'exclude',
  'maxSize',
  'nodeModules',
  'foreignAllow',
  'pullRequests',
] as const satisfies readonly (keyof AuditArguments)[];

export class AuditLogFile implements AuditLog {
  readonly #file: string;
  readonly #known: ReadonlyMap<string, Report>;
  #isWritable = true;

  /** With `isResumed`, what is there counts; else it goes. */
  constructor(args: AuditArguments, rules: readonly RuleFacts[], isResumed: boolean) {
    const facts = [VERSION, process.cwd(), ...DECISIVE.map((name) => args[name] ?? null)];
    const id = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
    this.#file = stateFile(`audits/${id}.jsonl`);
    this.#known = isResumed ? read(this.#file, rules) : new Map();
    if (!isResumed) this.remove();
  }

  /** How many targets need not be read again. */
  get size(): number {
    return this.#known.size;
  }

  reportOf(target: AuditTarget): Report | undefined {
    return this.#known.get(addressOf(target));
  }

  add(target: AuditTarget, report: Report): void {
    if (!this.#isWritable || report.findings.length > 0 || !report.scan.complete) return;
    const line = JSON.stringify({
      address: addressOf(target),
      report: JSON.parse([...jsonReport(report)].join('')),
    });
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch (error) {
      this.#isWritable = false;
      process.stderr.write(`ttleaks: ${this.#file}: ${reasonOf(error)}: --resume will begin anew\n`);
    }
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}

/** A line that a killed run left half-written is none. */
function read(file: string, rules: readonly RuleFacts[]): ReadonlyMap<string, Report> {
  const known = new Map<string, Report>();
  for (const line of readSmallFileIfAny(file, MAX_LOG_BYTES)?.split('\n') ?? []) {
    try {
      const { address, report } = JSON.parse(line) as { address: unknown; report: unknown };
      if (typeof address === 'string') known.set(address, reportFrom(JSON.stringify(report), file, rules));
    } catch {
      // Then the target is read again.
    }
  }
  return known;
}
