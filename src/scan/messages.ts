/** Keys in the text of commits and tags: messages, author fields, other headers. */
import type { CommitFacts } from '../core/finding.ts';
import type { Detector } from '../detect/detector.ts';
import type { Match } from '../detect/match.ts';
import { commitFacts, type MessagePart, messagePartAt } from '../git/commit-facts.ts';
import { type MessageObject, type MessagePlace, messagePlaces } from '../git/message-places.ts';
import type { ObjectReader } from '../git/object-reader.ts';
import type { Tips } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Collector } from './collector.ts';
import { tokenOf } from './token.ts';

export interface MessageInput {
  readonly repository: Repository;
  readonly tips: Tips;
  readonly detector: Detector;
  readonly collector: Collector;
  readonly reader: ObjectReader;
  readonly signal: AbortSignal | undefined;
}

interface Found {
  readonly match: Match;
  readonly part: MessagePart;
  readonly object: string;
  readonly introduced: CommitFacts | undefined;
  readonly place: MessagePlace | undefined;
}

/** One finding stands for one key in one kind of place: that of the oldest commit that has it. */
export async function reportMessages(input: MessageInput, objects: readonly MessageObject[]): Promise<void> {
  const places = await messagePlaces(input.repository, objects, input.tips, input.signal);
  const found = new Map<string, Found>();
  for (const { id, type } of objects) {
    if (type !== 'commit' && type !== 'tag') continue;
    const { bytes } = await input.reader.readWhole(id);
    const introduced = type === 'commit' ? commitFacts(id, bytes) : undefined;
    for (const { match, part } of matchesIn(input.detector, bytes, type)) {
      const key = `${part}\0${tokenOf(match)}`;
      const next: Found = { match, part, object: id, introduced, place: places.get(id) };
      const known = found.get(key);
      if (known === undefined || isBefore(next, known)) found.set(key, next);
    }
  }
  for (const { match, part, object, introduced, place } of found.values()) {
    input.collector.add(match, {
      path: part,
      site: 'message',
      exposure: 'committed',
      object,
      refs: place?.refs ?? [],
      inHead: place?.inHead ?? false,
      reachable: place?.isReachable ?? false,
      ...(introduced ? { introduced } : {}),
    });
  }
}

/** Reachable ones first, then by date. */
function isBefore(a: Found, b: Found): boolean {
  if (a.place?.isReachable !== b.place?.isReachable) return a.place?.isReachable === true;
  return Date.parse(a.introduced?.date ?? '') < Date.parse(b.introduced?.date ?? '');
}

/** Lines count from the first one of the message, or are the header's own. */
function* matchesIn(
  detector: Detector,
  bytes: Buffer,
  type: 'commit' | 'tag',
): Generator<{ match: Match; part: MessagePart }, void> {
  const parts = new Map<number, MessagePart>();
  for (const { start } of detector.detect(bytes).matches) {
    const { part, start: from } = messagePartAt(bytes, type, start);
    parts.set(from, part);
  }
  for (const [from, part] of parts) {
    const lineEnd = bytes.indexOf('\n', from);
    const end = part.endsWith(' message)') || lineEnd === -1 ? bytes.length : lineEnd;
    for (const match of detector.detect(bytes.subarray(from, end)).matches) yield { match, part };
  }
}
