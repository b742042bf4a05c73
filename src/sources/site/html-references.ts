/** What a page loads and links to. Its markup is read as browsers read it, its inline scripts as scripts. */
import { finished } from 'node:stream/promises';
import { SAXParser } from 'parse5-sax-parser';
import type { ChunkNames } from './chunk-names.ts';
import { importMapReferences } from './json-references.ts';
import { linkMeaning } from './link-relation.ts';
import { literalReferences } from './literal-paths.ts';
import { absoluteUrl, type Reference, referenceTo } from './reference.ts';
import { scriptReferences } from './script-references.ts';
import { styleReferences } from './style-references.ts';

/** More are never looked at, and no page that people read has them. */
const MAX_REFERENCES = 100_000;
/** A tag with very many attributes takes the parser the square of them. */
const MAX_PARSE_MS = 10_000;
const PIECE_CHARACTERS = 16 * 1024;
/** Script types that browsers run; any other is data. */
const RUNS = /^(?:|module|text\/babel|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;

type Attributes = ReadonlyMap<string, string>;

export interface PageReferences {
  readonly references: readonly Reference[];
  /** What the page resolves against. */
  readonly base: string;
  /** It names more than is taken, or took too long to read. */
  readonly isCut: boolean;
}

export async function pageReferences(
  text: string,
  url: string,
  chunks: ChunkNames,
  signal: AbortSignal,
): Promise<PageReferences> {
  const reader = new PageReader(url, chunks);
  const until = performance.now() + MAX_PARSE_MS;
  let isCut = await readInto(reader, text, until, signal);
  for (let frame = reader.frames.pop(); frame !== undefined && !isCut; frame = reader.frames.pop()) {
    isCut = await readInto(reader, frame, until, signal);
  }
  return { references: [...reader.references.values()], base: reader.base, isCut: isCut || reader.isFull };
}

/** Whether the time was up before the end. */
async function readInto(
  reader: PageReader,
  text: string,
  until: number,
  signal: AbortSignal,
): Promise<boolean> {
  const parser = new SAXParser();
  parser.on('startTag', ({ tagName, attrs }) => {
    reader.open(tagName, new Map(attrs.map(({ name, value }) => [name, value])));
  });
  parser.on('text', ({ text }) => reader.text(text));
  parser.on('endTag', ({ tagName }) => reader.close(tagName));
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) {
    await new Promise<void>((resolve) =>
      parser.write(text.slice(at, at + PIECE_CHARACTERS), () => resolve()),
    );
    signal.throwIfAborted();
    if (performance.now() > until) return true;
  }
  parser.end();
  await finished(parser);
  return false;
}

class PageReader {
  /** By address. */
  readonly references = new Map<string, Reference>();
  /** The pages that frames hold in an attribute. */
  readonly frames: string[] = [];
  base: string;
  isFull = false;
  readonly #url: string;
  readonly #chunks: ChunkNames;
  #hasBase = false;
  /** What an inline script or style holds is gathered until its end tag. */
  #inline: { tagName: string; type: string; text: string[] } | undefined;

  constructor(url: string, chunks: ChunkNames) {
    this.#url = url;
    this.base = url;
    this.#chunks = chunks;
  }

  open(tagName: string, attributes: Attributes): void {
    const href = attributes.get('href');
    const src = attributes.get('src');
    switch (tagName) {
      case 'base':
        this.#setBase(href);
        return;
      case 'script':
      case 'style':
        this.#script(tagName, src ?? href, attributes.get('type')?.trim() ?? '');
        return;
      case 'link':
        this.#link(href, attributes);
        return;
      case 'a':
      case 'area':
        this.#add(href, { kind: 'page', ifAbsent: 'unread', isLink: true });
        return;
      case 'iframe':
      case 'frame':
        this.#frame(attributes.get('srcdoc'));
        this.#add(src, { kind: 'page', ifAbsent: 'unread' });
        return;
      case 'object':
        this.#add(attributes.get('data'), { kind: 'other', ifAbsent: 'unread' });
        return;
      case 'meta':
        this.#refresh(attributes);
    }
  }

  text(text: string): void {
    this.#inline?.text.push(text);
  }

  close(tagName: string): void {
    if (this.#inline?.tagName !== tagName) return;
    const { type, text } = this.#inline;
    this.#inline = undefined;
    this.#take(this.#inlineReferences(tagName, type, text.join('')));
  }

  *#inlineReferences(tagName: string, type: string, text: string): Generator<Reference, void> {
    const bases = { own: this.base, page: this.base };
    if (tagName === 'style') yield* styleReferences(text, this.base);
    else if (type.toLowerCase() === 'importmap') yield* importMapReferences(text, this.base);
    else if (RUNS.test(type)) yield* scriptReferences(text, bases, this.#chunks);
    else yield* literalReferences(text, bases);
  }

  #script(tagName: string, src: string | undefined, type: string): void {
    if (tagName === 'script' && src !== undefined) this.#add(src, { kind: 'script', ifAbsent: 'unread' });
    else this.#inline = { tagName, type, text: [] };
  }

  #link(href: string | undefined, attributes: Attributes): void {
    const meaning = linkMeaning(attributes.get('rel') ?? '', attributes.get('as') ?? '');
    if (meaning !== undefined) this.#add(href, meaning);
  }

  #frame(page: string | undefined): void {
    if (page !== undefined && page !== '') this.frames.push(page);
  }

  /** The first counts. */
  #setBase(href: string | undefined): void {
    if (href === undefined || this.#hasBase) return;
    this.#hasBase = true;
    this.base = absoluteUrl(href, this.#url) ?? this.#url;
  }

  /** `<meta http-equiv=refresh content="0; url=/next">`. */
  #refresh(attributes: Attributes): void {
    if (attributes.get('http-equiv')?.toLowerCase() !== 'refresh') return;
    const [, url] =
      /^[^;,]{0,20}[;,]\s{0,20}(?:url\s{0,20}=\s{0,20})?["']?([^"']{1,2000})/i.exec(
        attributes.get('content') ?? '',
      ) ?? [];
    this.#add(url, { kind: 'page', ifAbsent: 'unread' });
  }

  #add(address: string | undefined, meaning: Omit<Reference, 'url'>): void {
    if (address !== undefined) this.#take(referenceTo(address.trim(), this.base, meaning));
  }

  #take(references: Iterable<Reference>): void {
    for (const reference of references) {
      this.isFull ||= this.references.size >= MAX_REFERENCES;
      if (this.isFull) return;
      if (!this.references.has(reference.url)) this.references.set(reference.url, reference);
    }
  }
}
