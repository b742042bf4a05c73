/** What one resource says of another: where it is, what it should be, and what it means if it is not there. */

export type ResourceKind = 'page' | 'script' | 'style' | 'json' | 'map' | 'other';

/**
 * What a client error (HTTP 4xx) means: a thing that the page names is `unread`; one that a script or a source map
 * comment names is `told`, since many are never deployed; a guess is `nothing`.
 */
export type IfAbsent = 'unread' | 'told' | 'nothing';

export interface Reference {
  /** Absolute, of http or https, without fragment and credentials. */
  readonly url: string;
  /** As far as what names it knows; what the server says counts more. */
  readonly kind: ResourceKind;
  readonly ifAbsent: IfAbsent;
  /** One step away from the page that has it, for `--depth`. */
  readonly isLink?: true;
}

const MAX_URL_LENGTH = 8192;

/** Undefined for what is no address of the web, and for what no server would take. */
export function absoluteUrl(text: string, base: string): string | undefined {
  if (text.length > MAX_URL_LENGTH || !URL.canParse(text, base)) return undefined;
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href.length > MAX_URL_LENGTH ? undefined : url.href;
}

/** The reference, where the text is an address. */
export function* referenceTo(
  text: string,
  base: string,
  reference: Omit<Reference, 'url'>,
): Generator<Reference, void> {
  const url = absoluteUrl(text, base);
  if (url !== undefined) yield { url, ...reference };
}
