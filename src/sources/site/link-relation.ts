/** What `<link rel>` and the header `Link` lead to, as far as it is text. */
import type { Reference, ResourceKind } from './reference.ts';

type Meaning = Omit<Reference, 'url'>;

const RELATIONS: Readonly<Record<string, Meaning>> = {
  stylesheet: { kind: 'style', ifAbsent: 'unread' },
  modulepreload: { kind: 'script', ifAbsent: 'unread' },
  manifest: { kind: 'json', ifAbsent: 'unread' },
  serviceworker: { kind: 'script', ifAbsent: 'unread' },
  next: { kind: 'page', ifAbsent: 'unread', isLink: true },
  prev: { kind: 'page', ifAbsent: 'unread', isLink: true },
  canonical: { kind: 'page', ifAbsent: 'unread', isLink: true },
  alternate: { kind: 'page', ifAbsent: 'unread', isLink: true },
  prerender: { kind: 'page', ifAbsent: 'unread', isLink: true },
};
const PRELOADED: Readonly<Record<string, ResourceKind>> = {
  script: 'script',
  worker: 'script',
  sharedworker: 'script',
  serviceworker: 'script',
  style: 'style',
  document: 'page',
};
const MEDIA = /^(?:audio|embed|font|image|track|video)$/;

/** Undefined for what holds no text (pictures, fonts), and for what is no resource (`rel=dns-prefetch`). */
export function linkMeaning(relations: string, as: string): Meaning | undefined {
  const names = relations.toLowerCase().split(/\s+/);
  if (names.includes('preload') || names.includes('prefetch')) {
    const type = as.toLowerCase();
    return MEDIA.test(type) ? undefined : { kind: PRELOADED[type] ?? 'other', ifAbsent: 'unread' };
  }
  const name = names.find((known) => Object.hasOwn(RELATIONS, known));
  return name === undefined ? undefined : RELATIONS[name];
}
