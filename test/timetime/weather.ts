/**
 * What may come instead of TimeTime's answer. Whatever has room for it echoes the key that was sent, in several
 * spellings: none of them may come out anywhere.
 */
import { gzipSync } from 'node:zlib';
import type { Exchange, Weather } from './contract-server.ts';

export interface Sky {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** By the key that was sent; without one, a text that echoes it. */
  readonly body?: (key: string) => string | Buffer;
}

/** The spellings of a key that an echo may use. */
export function spellingsOf(key: string): string[] {
  const bytes = Buffer.from(key);
  return [
    key,
    key.slice('tt1.'.length),
    key.toUpperCase(),
    [...key].reverse().join(''),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    [...bytes].map((byte) => `%${byte.toString(16)}`).join(''),
    [...bytes].map((byte) => `\\u00${byte.toString(16)}`).join(''),
    [...bytes].map((byte) => `&#${byte};`).join(''),
  ];
}

export function sky({ status = 200, type = 'application/json', headers = {}, body }: Sky): Weather {
  return ({ request, response }) => {
    const key = sentKey(request.headers.authorization);
    response.writeHead(status, `Echo ${key}`, { 'content-type': type, 'x-echo': key, ...headers });
    response.end(body?.(key) ?? `echo ${spellingsOf(key).join(' ')}`);
  };
}

export const HTML = (key: string) =>
  `<!doctype html><title>Sign in</title><p>${spellingsOf(key).join(' ')}</p>`;

export const json = (value: object) => (key: string) => JSON.stringify({ ...value, echo: spellingsOf(key) });

export const reset: Weather = ({ request }) => void request.socket.resetAndDestroy();

/** Takes the request, and never says a word. */
export const silence: Weather = () => {};

export const silenceWithinBody: Weather = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"userId":');
};

export const halfBody: Weather = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"userId":', () => response.socket?.destroy());
};

/** As long as anybody listens, up to a gigabyte. */
export const endless: Weather = ({ response }) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = Buffer.alloc(65_536, ' ');
  let left = 16_384;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left--;
      if (!response.write(piece)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
};

export const gzipThatLies = sky({ headers: { 'content-encoding': 'gzip' }, body: () => '{}' });

export const gzipBomb = sky({
  headers: { 'content-encoding': 'gzip' },
  body: () => gzipSync(Buffer.alloc(50_000_000)),
});

export const noHttp: Weather = ({ response, request }) => {
  response.socket?.end(`HELLO ${request.headers.authorization}\r\n\r\n`);
};

export function redirect(location: string, status = 302): Weather {
  return sky({ status, headers: { location } });
}

/** Does what was asked for, and then never answers. */
export const actsInSilence: Weather = ({ act }: Exchange) => act();

/** Does what was asked for, and breaks the connection. */
export const actsAndResets: Weather = ({ act, request }: Exchange) => {
  act();
  request.socket.resetAndDestroy();
};

/** Does what was asked for, and answers something else. */
export function actsAndSays(answer: Sky): Weather {
  return (exchange) => {
    exchange.act();
    return sky(answer)(exchange);
  };
}

function sentKey(authorization = ''): string {
  return authorization.replace(/^Bearer /, '');
}
