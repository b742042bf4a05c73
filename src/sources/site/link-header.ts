/** The header `Link` (RFC 8288): `</app.js>; rel=preload; as=script, </b.css>; rel=stylesheet`. */
import { linkMeaning } from './link-relation.ts';
import { type Reference, referenceTo } from './reference.ts';

const LINK = /<([^>]{1,2000})>([^<]{0,2000})/g;

export function* linkHeaderReferences(header: string | undefined, base: string): Generator<Reference, void> {
  for (const [, path = '', parameters = ''] of (header ?? '').matchAll(LINK)) {
    const meaning = linkMeaning(parameter(parameters, 'rel'), parameter(parameters, 'as'));
    if (meaning !== undefined) yield* referenceTo(path, base, meaning);
  }
}

function parameter(parameters: string, name: string): string {
  const pattern = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;,]+))`, 'i');
  const [, quoted, plain] = pattern.exec(parameters) ?? [];
  return quoted ?? plain ?? '';
}
