/** Reads commit and tag objects: who, when, what about; and which part of one an offset stands in. */
import type { CommitFacts } from '../core/finding.ts';
import { maskKeysIn } from '../core/key-mask.ts';

const BLANK_LINE = '\n\n';

/** `bytes` is the content of the commit object `id`. */
export function commitFacts(id: string, bytes: Buffer): CommitFacts {
  const { header, body } = split(bytes);
  const text = textDecoder(header);
  const author = /^author (.*) <[^\n]*> (-?\d+) ([+-]\d{4})$/m.exec(text(bytes.subarray(0, header.length)));
  const firstParagraph =
    text(body)
      .replace(/^\n+/, '')
      .split(/\n\s*\n/, 1)[0] ?? '';
  return {
    commit: id,
    author: maskKeysIn(author?.[1] ?? ''),
    date: isoDate(Number(author?.[2] ?? 0), author?.[3] ?? '+0000'),
    subject: maskKeysIn(firstParagraph.trim().replaceAll('\n', ' ')),
  };
}

export type MessagePart =
  | '(commit message)'
  | '(commit author)'
  | '(commit header)'
  | '(tag message)'
  | '(tag author)'
  | '(tag header)';

/** The part of a commit or tag object that holds `offset`, and where that part begins. */
export function messagePartAt(
  bytes: Buffer,
  type: 'commit' | 'tag',
  offset: number,
): { readonly part: MessagePart; readonly start: number } {
  const blank = bytes.indexOf(BLANK_LINE);
  if (blank !== -1 && offset >= blank + BLANK_LINE.length) {
    return { part: `(${type} message)`, start: blank + BLANK_LINE.length };
  }
  const start = offset === 0 ? 0 : bytes.lastIndexOf('\n', offset - 1) + 1;
  const isPerson = /^(?:author|committer|tagger) /.test(bytes.toString('latin1', start, start + 16));
  return { part: isPerson ? `(${type} author)` : `(${type} header)`, start };
}

function split(bytes: Buffer): { header: string; body: Buffer } {
  const blank = bytes.indexOf(BLANK_LINE);
  if (blank === -1) return { header: bytes.toString('latin1'), body: Buffer.alloc(0) };
  return { header: bytes.toString('latin1', 0, blank), body: bytes.subarray(blank + BLANK_LINE.length) };
}

/** By the `encoding` header; UTF-8 where there is none or Node.js does not know it. */
function textDecoder(header: string): (bytes: Buffer) => string {
  const label = /^encoding (\S+)$/m.exec(header)?.[1] ?? 'utf-8';
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return (bytes) => bytes.toString('utf8');
  }
}

/** Strict ISO 8601 with the author's own offset. */
function isoDate(seconds: number, zone: string): string {
  const minutes =
    (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5)));
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return new Date(0).toISOString();
  return `${local.toISOString().slice(0, 19)}${zone.slice(0, 3)}:${zone.slice(3, 5)}`;
}
