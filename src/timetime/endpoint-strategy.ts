/**
 * An organisation's own revocation service. Its description comes from the user's own configuration alone, never from
 * a scanned tree, which could otherwise collect keys. The key may stand in headers and body, never in the address.
 */
import { TtleaksError } from '../core/errors.ts';
import type { ManualReason } from '../core/revocation.ts';
import type { TimeTimeClient } from './client.ts';
import { checkProtocol } from './endpoint.ts';
import { obstacleOf } from './obstacle.ts';
import type { Patience } from './pace.ts';
import type { RevocationStrategy, RevocationTarget } from './revocation-strategy.ts';
import type { Exchange, HttpRequest } from './transport.ts';

/** `${env:NAME}` is filled in by now; `${key}` and `${keyId}` are not. */
export interface RevocationEndpoint {
  readonly method: Exclude<HttpRequest['method'], 'GET'>;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WrittenEndpoint {
  readonly method?: RevocationEndpoint['method'] | undefined;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
}

const SOURCE = 'revocation.url of your configuration';
const KEY = /\$\{key\}/g;
const KEY_ID = /\$\{keyId\}/g;
const SAMPLE_ID = '00000000-0000-0000-0000-000000000000';
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Throws a CONFIG error that shows no value, since headers hold credentials. */
export function settleEndpoint(
  written: WrittenEndpoint,
  environment: Readonly<Record<string, string | undefined>>,
): RevocationEndpoint {
  const filled = (text: string) => withEnvironment(text, environment);
  const url = filled(written.url);
  if (url.search(KEY) !== -1) {
    throw new TtleaksError(
      'CONFIG',
      `${SOURCE} holds \${key}: addresses are logged; put the key into the body.`,
    );
  }
  const sample = url.replace(KEY_ID, SAMPLE_ID);
  if (!URL.canParse(sample)) throw new TtleaksError('CONFIG', `${SOURCE} is no URL; write it whole.`);
  checkProtocol(new URL(sample), SOURCE);
  const headers = Object.entries(written.headers ?? {}).map(([name, value]) => [
    name,
    headerValue(name, filled(value)),
  ]);
  return {
    method: written.method ?? 'POST',
    url,
    headers: Object.fromEntries(headers) as Record<string, string>,
    ...(written.body === undefined ? {} : { body: filled(written.body) }),
  };
}

export class EndpointStrategy implements RevocationStrategy {
  readonly name = 'endpoint';
  readonly #client: TimeTimeClient;
  readonly #endpoint: RevocationEndpoint;

  constructor(client: TimeTimeClient, endpoint: RevocationEndpoint) {
    this.#client = client;
    this.#endpoint = endpoint;
  }

  obstacle({ radius: { identity } }: RevocationTarget): ManualReason | undefined {
    return this.#needsKeyId() ? obstacleOf(identity) : undefined;
  }

  request({ secret, radius: { identity } }: RevocationTarget, patience: Patience): Promise<Exchange> {
    const keyId = identity.kind === 'one' ? identity.keyId : '';
    const fill = (text: string) => text.replace(KEY_ID, keyId).replace(KEY, secret.reveal());
    const { method, url, headers, body } = this.#endpoint;
    const filledHeaders = Object.entries(headers).map(([name, value]) => [name, fill(value)]);
    return this.#client.send(
      {
        method,
        url: new URL(url.replace(KEY_ID, keyId)),
        headers: Object.fromEntries(filledHeaders) as Record<string, string>,
        ...(body === undefined ? {} : { body: fill(body) }),
      },
      patience,
    );
  }

  #needsKeyId(): boolean {
    const { url, headers, body = '' } = this.#endpoint;
    return [url, body, ...Object.values(headers)].some((text) => text.search(KEY_ID) !== -1);
  }
}

function withEnvironment(text: string, environment: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = environment[name];
    if (value) return value;
    throw new TtleaksError(
      'CONFIG',
      `the environment variable ${name}, which your configuration names, is not set.`,
    );
  });
}

function headerValue(name: string, value: string): string {
  if (/^[A-Za-z0-9-]+$/.test(name) && HEADER_VALUE.test(value)) return value;
  throw new TtleaksError(
    'CONFIG',
    `revocation.headers of your configuration: "${name}" cannot be sent as a header.`,
  );
}
