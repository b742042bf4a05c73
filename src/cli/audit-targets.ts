/** What the words behind `audit` name. Each is checked before anything is cloned. */
import { realpathSync, statSync } from 'node:fs';
import type { GitHubOptions } from '../audit/github-targets.ts';
import { type AuditTarget, addressOf } from '../audit/options.ts';
import { shardOf } from '../audit/shard.ts';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/key-mask.ts';
import { decodePath } from '../core/path-text.ts';
import type { Shard, Skipped } from '../core/report.ts';
import { isRemoteAddress } from '../git/remote.ts';
import { readSmallFile } from '../settings/read-small-file.ts';
import type { AuditArguments } from './audit-arguments.ts';
import { gitHubOptions } from './github-settings.ts';

/** Those of files of targets among them, in their order, each once. Throws USAGE for what names nothing. */
function wordsOf(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => (word.startsWith('@') ? linesOf(word.slice(1)) : [word])))];
}

/** One target a line; what begins with `#` is a comment. */
function linesOf(file: string): string[] {
  const lines = readSmallFile(file).split(/\r?\n/);
  const words = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const nested = words.find((word) => word.startsWith('@'));
  if (nested !== undefined)
    throw new TtleaksError('USAGE', `${file}: ${nested}: a file of targets names no other.`);
  if (words.length === 0) throw new TtleaksError('USAGE', `${file}: names no target; write one a line.`);
  return words;
}

export interface AuditPlan {
  readonly targets: readonly AuditTarget[];
  readonly shard: Shard | undefined;
  readonly unlisted: readonly Skipped[];
}

/** In the order of the words; GitHub is asked only where they name it. */
export async function planOf(
  words: readonly string[],
  args: AuditArguments,
  signal: AbortSignal,
): Promise<AuditPlan> {
  const named = wordsOf(words);
  const github = named.filter(isGitHub);
  const settings = gitHubOptions(args, signal);
  const direct = named.filter((word) => !isGitHub(word)).map((word) => withToken(targetOf(word), settings));
  const shard = args.shard === undefined ? undefined : parseShard(args.shard);
  const share = (targets: readonly AuditTarget[]) =>
    shard === undefined ? distinct(targets) : shardOf(distinct(targets), shard);
  if (github.length === 0) return { targets: share(direct), shard, unlisted: [] };
  const { gitHubTargets, gitHubWord } = await import('../audit/github-targets.ts');
  for (const word of github) gitHubWord(word);
  const { targets, unread } = await gitHubTargets(github, settings);
  return { targets: share([...direct, ...targets]), shard, unlisted: unread };
}

function isGitHub(word: string): boolean {
  return word.startsWith('github:');
}

/** GitHub's token goes to GitHub, however a repository there is named. */
function withToken(target: AuditTarget, { server, access }: GitHubOptions): AuditTarget {
  const { token } = access;
  if (target.kind !== 'remote' || token === undefined || !URL.canParse(target.url)) return target;
  const { origin } = new URL(target.url);
  return origin === server.origin ? { ...target, credential: { origin, token } } : target;
}

function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (index !== undefined && count !== undefined && index >= 1 && index <= count) return { index, count };
  throw new TtleaksError('USAGE', `--shard ${text}: write I/N, such as 1/4 for the first of four parts.`);
}

function distinct(targets: readonly AuditTarget[]): AuditTarget[] {
  return [...new Map(targets.map((target) => [placeOf(target), target])).values()];
}

/** The same for all spellings of an address: the case of its host, a slash or `.git` at its end. */
function placeOf(target: AuditTarget): string {
  const address = addressOf(target);
  if (target.kind === 'directory' || address.startsWith('file:')) return address;
  const { href } = URL.canParse(address) ? new URL(address) : { href: address };
  return href.replace(/\/+$/, '').replace(/\.git$/, '');
}

function targetOf(word: string): AuditTarget {
  const shown = maskKeysIn(word);
  if (isRemoteAddress(word)) return remoteOf(word, shown);
  if (/^[a-z+]+:/i.test(word) && statSync(word, { throwIfNoEntry: false }) === undefined) {
    throw new TtleaksError(
      'USAGE',
      `${shown}: no address that git is let loose on; use https, ssh, git or file.`,
    );
  }
  const stats = statSync(word, { throwIfNoEntry: false });
  if (stats === undefined) throw new TtleaksError('USAGE', `${shown}: no such directory; check the path.`);
  if (!stats.isDirectory()) {
    throw new TtleaksError('USAGE', `${shown}: no directory; @${shown} reads targets from a file.`);
  }
  // One directory has many names: each that is a link, for one.
  return { kind: 'directory', name: word, path: decodePath(realpathSync(word, { encoding: 'buffer' })) };
}

const PASSWORD = /^[a-z]+:\/\/[^/@]*:[^/@]*@/i;
/** GitHub takes a token as the name of a user. Names of people and organisations are shorter, or have no digits. */
const TOKEN_AS_USER = /^https?:\/\/(?=[^/@]*\d)[^/@]{20,}@/i;

function remoteOf(url: string, shown: string): AuditTarget {
  if (PASSWORD.test(url) || TOKEN_AS_USER.test(url)) {
    throw new TtleaksError(
      'USAGE',
      'an address with a password or a token in it, which every process could read: leave it out, and set GITHUB_TOKEN or a credential helper of git.',
    );
  }
  return { kind: 'remote', name: nameOf(shown), url };
}

/** `example.com/acme/web` of `https://example.com/acme/web.git`. */
function nameOf(url: string): string {
  return (
    url
      .replace(/^[a-z]+:\/\/(?:[^/@]*@)?/i, '')
      .replace(/\/+$/, '')
      .replace(/\.git$/, '') || url
  );
}
