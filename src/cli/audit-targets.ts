/** What the words behind `audit` name. Each is checked before anything is cloned. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AuditTarget } from '../audit/options.ts';
import { TtleaksError } from '../core/errors.ts';
import { maskKeysIn } from '../core/secret.ts';
import { isRemoteAddress } from '../git/remote.ts';
import { readSmallFile } from '../settings/read-small-file.ts';

/** Those of files of targets among them, in their order, each once. Throws USAGE for what names nothing. */
export function wordsOf(words: readonly string[]): string[] {
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

export function targetOf(word: string): AuditTarget {
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
  return { kind: 'directory', name: word, path: resolve(word) };
}

function remoteOf(url: string, shown: string): AuditTarget {
  if (/^[a-z]+:\/\/[^/@]*:[^/@]*@/i.test(url)) {
    throw new TtleaksError(
      'USAGE',
      'an address with a password in it, which every process could read: leave it out, and set GITHUB_TOKEN or a credential helper of git.',
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
