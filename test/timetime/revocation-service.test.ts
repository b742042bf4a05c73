/** An organisation's own revocation service, from the user's own configuration. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import type { ContractServer, ServerKey } from './contract-server.ts';
import { receiptOf, revokeJson } from './run-revoke.ts';
import { aPlace, runAt, startServer } from './run-verify.ts';

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function startService(server: ContractServer, key: ServerKey, status = 200) {
  const heard: Heard[] = [];
  const service = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += String(piece);
    heard.push({ method: request.method, url: request.url, headers: request.headers, body });
    if (status < 300) server.keys.find((one) => one === key)!.isLive = false;
    response.writeHead(status, { 'x-echo': key.value }).end(key.value);
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    service.closeAllConnections();
    service.close();
  });
  return { heard, url: `http://127.0.0.1:${(service.address() as AddressInfo).port}` };
}

/** `$KEY`, `$ID` and `$ENV` stand for the places that the configuration fills in. */
function placesIn(text: string): string {
  return text
    .replaceAll('$KEY', '$' + '{key}')
    .replaceAll('$ID', '$' + '{keyId}')
    .replaceAll('$ENV', '$' + '{env:TOKEN}');
}

async function scene(config: string, status?: number) {
  const server = await startServer();
  const key = server.addKey(keyOf('served'));
  const service = await startService(server, key, status);
  const text = placesIn(config).replaceAll('URL', service.url);
  const place = aPlace({ 'a.ts': key.value }, { 'config/ttleaks/config.yml': text });
  return { server, key, place, service };
}

const CONFIG = `
revocation:
  method: PUT
  url: URL/keys/$ID
  headers:
    authorization: Bearer $ENV
    content-type: application/json
  body: '{ "key": "$KEY", "id": "$ID" }'
`;

describe('a configured service', () => {
  it('is asked instead of the API, and the API for the proof', async () => {
    const { server, key, place, service } = await scene(CONFIG);
    const run = await runAt(place, server, ['revoke', '--yes'], { env: { TOKEN: 'of-the-service' } });
    expect([run.code, server.callsOf('DELETE')]).toEqual([0, []]);
    expect(service.heard).toEqual([
      expect.objectContaining({
        method: 'PUT',
        url: `/keys/${key.id}`,
        body: JSON.stringify({ key: key.value, id: key.id })
          .replace('{', '{ ')
          .replaceAll(':"', ': "')
          .replace(',"', ', "')
          .replace('}', ' }'),
        headers: expect.objectContaining({
          authorization: 'Bearer of-the-service',
          'content-type': 'application/json',
        }),
      }),
    ]);
    expect(receiptOf(place).at(-1)).toMatchObject({ step: 'confirmed', strategy: 'endpoint', status: 200 });
    expect(run.stdout + run.stderr).not.toContain('of-the-service');
  });

  it('needs no id of the key where nothing asks for it', async () => {
    const { server, key, place } = await scene('revocation:\n  url: URL\n  body: "$KEY"\n');
    key.masked = 'tt1_none..none';
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.results[0]!.status]).toEqual([0, 'revoked']);
  });

  it('is left to a person where the id is asked for and not to be had', async () => {
    const { server, key, place, service } = await scene('revocation:\n  url: URL/$ID\n');
    key.masked = 'tt1_none..none';
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.results[0]!.status, service.heard]).toEqual([1, 'manual', []]);
  });

  it('that fails leaves the key live, and is asked once', async () => {
    const { server, place, service } = await scene('revocation:\n  url: URL\n  body: "$KEY"\n', 500);
    const { code, report } = await revokeJson({ server, place });
    expect([code, report.results[0]!.reason, service.heard.length]).toEqual([1, 'server-error', 1]);
  });

  it.each([
    ['revocation:\n  url: URL/$KEY\n', /addresses are logged/],
    ['revocation:\n  url: http://revoker.example.com/\n', /is not HTTPS/],
    ['revocation:\n  url: nowhere\n', /is no URL/],
    ['revocation:\n  method: GET\n  url: URL\n', /must be one of POST, PUT, PATCH, DELETE/],
    ['revocation:\n  url: URL\n  headers:\n    authorization: Bearer $ENV\n', /TOKEN.*is not set/],
    ['revocation:\n  url: URL\n  headers:\n    "a b": c\n', /"a b" cannot be sent as a header/],
    ['revocation:\n  url: URL\n  headers:\n    a: "x\\r\\ny: z"\n', /"a" cannot be sent as a header/],
    ['revocation:\n  urls: URL\n', /revocation\.url: is missing/],
    ['revoke: true\n', /config\.yml/],
  ])('that is described wrongly ends with 2 and a sentence: %j', async (config, what) => {
    const { server, place } = await scene(config);
    const run = await runAt(place, server, ['revoke', '--yes']);
    expect([run.code, run.stderr]).toEqual([2, expect.stringMatching(what)]);
    expect(run.stderr).toMatch(/^ttleaks: [^\n]+\n$/);
    expect(server.calls).toEqual([]);
  });
});
