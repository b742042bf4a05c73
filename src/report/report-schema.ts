/**
 * The shape of our own JSON reports, as they come back to be joined. They may have been through many hands: what
 * reporters print as it is (ids, masks, dates) is held to its form; other text they make harmless themselves.
 */
import * as z from 'zod/mini';
import type { ReasonKind } from '../core/exposure-reason.ts';

const text = z.string('must be a text');
const flag = z.boolean('must be true or false');
const count = z.number('must be a number').check(z.gte(0, 'must be a number from 0 on'));
const digits = (least: number, most: number) =>
  z
    .string('must be an id')
    .check(z.regex(new RegExp(`^[0-9a-f]{${least},${most}}$`), 'must be an id in hex'));
const MASK = /^[0-9A-Za-z.%]{0,12}…[0-9A-Za-z]{0,4}$/;
const masked = z.string('must be a masked key').check(z.regex(MASK, 'must be a masked key'));
const ruleId = z.string('must be an id').check(z.regex(/^[\w.-]{1,100}$/, 'must be the id of a rule'));
const date = z
  .string('must be a date')
  .check(z.regex(/^\d{4}-\d\d-\d\d[0-9T:.+Z -]{0,20}$/, 'must be a date'));

const REASONS: Readonly<Record<ReasonKind, true>> = {
  'public-variable': true,
  'inlined-variable': true,
  bundle: true,
  'framework-output': true,
  'served-folder': true,
  'output-folder': true,
  minified: true,
  'source-map': true,
  page: true,
  'page-data': true,
  component: true,
  'service-worker': true,
  'browser-extension': true,
  app: true,
  'browser-entry': true,
  package: true,
  site: true,
};
const reasonKind = z.enum(Object.keys(REASONS) as ReasonKind[], 'must be a reason');

const commit = z.object({ commit: digits(40, 64), author: text, date, subject: text });
const removal = z.object({ commit: digits(40, 64), date });

const finding = z.object({
  fingerprint: digits(32, 32),
  ruleId,
  secretId: z.optional(digits(32, 32)),
  masked: z.optional(masked),
  level: z.enum(['error', 'warning', 'note'], 'must be a level'),
  confidence: z.enum(['certain', 'likely', 'possible'], 'must be a confidence'),
  exposure: z.enum(['client', 'committed', 'untracked', 'ignored', 'none'], 'must be an exposure'),
  exposureReason: z.optional(z.object({ kind: reasonKind, name: z.optional(text) })),
  site: z.enum(['content', 'name', 'ref', 'message'], 'must be content, name, ref or message'),
  repository: z.optional(text),
  path: text,
  container: z.optional(text),
  startLine: count,
  startColumn: count,
  endLine: count,
  endColumn: count,
  snippet: text,
  via: z.optional(z.array(text)),
  variable: z.optional(text),
  original: z.optional(z.object({ path: text, startLine: count, startColumn: count })),
  object: z.optional(digits(40, 64)),
  introduced: z.optional(commit),
  removed: z.optional(removal),
  refs: z.optional(z.array(text)),
  inHead: z.optional(flag),
  reachable: z.optional(flag),
  suppressed: z.optional(
    z.object({ kind: z.enum(['inline', 'baseline', 'config'], 'must be a kind'), justification: text }),
  ),
});

const verification = z.looseObject({
  status: z.enum(['live', 'inactive', 'unknown', 'skipped'], 'must be a verdict'),
  reason: text,
  checkedAt: z.optional(date),
  httpStatus: z.optional(count),
  owner: z.optional(text),
  organizations: z.optional(z.array(z.object({ name: text, roles: z.array(text) }))),
  actsForOthers: z.optional(z.enum(['yes', 'no', 'unknown'], 'must be yes, no or unknown')),
  keyId: z.optional(text),
  keyName: z.optional(text),
  otherKeys: z.optional(z.object({ count, names: z.array(text) })),
});

const revocation = z.object({
  status: z.enum(['revoked', 'requested', 'manual', 'failed', 'dry-run'], 'must be a state'),
  reason: text,
  strategy: z.enum(['api', 'endpoint', 'manual'], 'must be a strategy'),
  keyId: z.optional(text),
  keyName: z.optional(text),
});

const repository = z.object({
  name: text,
  url: z.optional(text),
  visibility: z.optional(z.enum(['public', 'private', 'internal'], 'must be public, private or internal')),
  isArchived: z.optional(flag),
  isFork: z.optional(flag),
  files: count,
  objects: count,
  commits: count,
  complete: flag,
});

export const reportSchema = z.object({
  version: z.literal(1, 'must be 1: this version of ttleaks knows no other'),
  tool: z.object({ name: z.literal('ttleaks', 'must be ttleaks'), version: text }),
  scan: z.object({
    target: text,
    mode: z.enum(['files', 'staged', 'history', 'stdin', 'site', 'audit'], 'must be a mode'),
    shard: z.optional(z.object({ index: count, count: count })),
    files: count,
    bytes: count,
    objects: count,
    commits: count,
    date,
    durationMs: count,
    complete: flag,
    skipped: z.array(
      z.object({
        path: text,
        reason: text,
        kind: z.enum(['unread', 'by-request', 'pointer'], 'must be a kind'),
      }),
    ),
    excluded: count,
    warnings: z.array(text),
  }),
  repositories: z.optional(z.array(repository)),
  secrets: z.array(
    z.object({
      secretId: digits(32, 32),
      verification: z.optional(verification),
      revocation: z.optional(revocation),
    }),
  ),
  findings: z.array(finding),
});

type WrittenReport = z.infer<typeof reportSchema>;
export type WrittenFinding = WrittenReport['findings'][number];
export type WrittenSecret = WrittenReport['secrets'][number];
