/** `ttleaks:allow <reason>` on the key's line, `ttleaks:allow-next-line <reason>` alone on the line before. */
import type { Suppression } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';

/** A bundle is one line: a marker in it must not waive the rest. In UTF-16 units. */
export const MAX_MARKED_LINE = 1000;

/** What opens a comment in the languages that keys are found in. */
const COMMENT_OPENER = String.raw`(?:\/\/|\/\*|\*|#|--|;|%|<!--|\{\{|@\*|\(\*|\bREM\b|\bdnl\b)`;
const SAME_LINE = new RegExp(`${COMMENT_OPENER}.*?ttleaks:allow(?!-next-line)(?![\\w-])(.*)$`, 'i');
const LINE_BEFORE = new RegExp(`^\\s*${COMMENT_OPENER}.*?ttleaks:allow-next-line(?![\\w-])(.*)$`, 'i');
const COMMENT_CLOSER = /(?:\*\/|--!?>|\}\}|\*@|\*\))\s*\}?\s*$/;
const FOREIGN =
  /gitleaks:allow|trufflehog:ignore|kingfisher:ignore|pragma: ?(?:allow|white)list secret|ggignore/i;

export interface AllowContext {
  /** The key's whole line; undefined where it is longer than MAX_MARKED_LINE. */
  readonly line: string | undefined;
  readonly lineBefore: string | undefined;
  readonly foreignAllow: boolean;
}

export type Allow = Suppression | 'no-reason' | undefined;

export function inlineAllow({ line, lineBefore, foreignAllow }: AllowContext): Allow {
  if (line === undefined) return undefined;
  const own = SAME_LINE.exec(line)?.[1];
  const before = lineBefore === undefined ? undefined : LINE_BEFORE.exec(lineBefore)?.[1];
  const reasons = [own, before].filter((text) => text !== undefined).map(reasonIn);
  const reason = reasons.find((text) => text !== '');
  if (reason !== undefined) return { kind: 'inline', justification: reason };
  const foreign = foreignAllow ? FOREIGN.exec(line)?.[0] : undefined;
  if (foreign !== undefined) return { kind: 'inline', justification: foreign };
  return reasons.length > 0 ? 'no-reason' : undefined;
}

/** A key behind the marker is no reason. */
function reasonIn(text: string): string {
  const reason = maskKeysIn(text.replace(COMMENT_CLOSER, '')).replace(/tt1\.\S*/g, '');
  const trimmed = reason.replace(/^[\s:,;–—-]+/, '').trim();
  return /[\p{L}\p{N}]{2}/u.test(trimmed) ? trimmed : '';
}
