/** A key is in no output and no file, whatever a server does with it. `runAt` searches what is printed and written. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';
import { foreignName, maskedEmail } from '../../src/timetime/foreign-name.ts';
import { expectNoKey } from '../cli/run-cli.ts';
import { keyOf } from '../core/key-maker.ts';
import { revokeJson } from './run-revoke.ts';
import { aPlace, expectNoSpelling, runAt, startServer, verify } from './run-verify.ts';
import * as weather from './weather.ts';

const FORMATS = ['text', 'json', 'sarif', 'github', 'markdown', 'html', 'csv'];
const FILES = ['out.json', 'out.sarif', 'out.md', 'out.html', 'out.csv', 'out.txt'];

describe.each(weather.spellingsOf(keyOf('echoed')).map((spelling, index) => [index, spelling] as const))(
  'a server that echoes the key in every name, spelled in way %i',
  (_, spelling) => {
    it('gets it into no report of a verification and of a revocation', async () => {
      const server = await startServer();
      const owner = server.addOwner({
        email: `${spelling}@${spelling}.example.com`,
        tenantRole: spelling,
        organizations: [{ name: spelling, roles: [spelling, `a ${spelling}`] }],
      });
      const key = server.addKey(keyOf('echoed'), { owner, name: spelling });
      server.addKey(keyOf('its neighbour'), { owner, name: `x${spelling}` });
      const place = aPlace({ 'a.ts': key.value });
      for (const format of ['text', 'json', 'html']) {
        await runAt(place, server, ['--verify', '--verify-cache', '--verbose', '--format', format]);
      }
      await runAt(place, server, ['revoke']);
      expect((await revokeJson({ server, place })).code).toBe(0);
    });
  },
);

it('no format, and no file that is written, holds a key, live, dead or unknown', async () => {
  const server = await startServer();
  const live = server.addKey(keyOf('live'));
  server.misbehave('GET', /me$/, ({ key, request, response, go }) => {
    if (request.headers.authorization?.endsWith(keyOf('unknown'))) {
      weather.sky({ status: 500 })({ key, request, response, go, act: go });
    } else go();
  });
  const place = aPlace({ 'a.ts': `${live.value}\n${keyOf('dead')}\n${keyOf('unknown')}\n` });
  for (const format of FORMATS) {
    const outputs = FILES.flatMap((file) => ['--output', join(place.home, file)]);
    const run = await runAt(place, server, ['--verify', '--verbose', '--format', format, ...outputs]);
    expect(run.stdout).toMatch(/live/i);
  }
});

describe('the address of the API', () => {
  it('that holds a key shows it masked: nobody is there to ask', async () => {
    const key = keyOf('in the address');
    const place = aPlace({ 'a.ts': key });
    for (const args of [['--verify'], ['revoke'], ['revoke', '--format', 'json']]) {
      const run = await runAt(place, undefined, [...args, '--api-url', `http://127.0.0.1:1/${key}/`]);
      expect([1, 3]).toContain(run.code);
    }
  });
});

describe('a file that is written for the user', () => {
  it('of a scan that revokes holds no key either', async () => {
    const server = await startServer();
    const { value } = server.addKey(keyOf('in a file'));
    const place = aPlace({ 'a.ts': value });
    await verify(place, server, ['--revoke', '--yes', '--output', 'report.html', '--output', 'report.json']);
    for (const file of ['report.html', 'report.json']) {
      const text = readFileSync(join(place.tree, file), 'utf8');
      expectNoKey(text);
      expectNoSpelling(text);
      expect(text).toMatch(/revoked/);
    }
  });
});

describe('names of a server', () => {
  const secret = new Secret(keyOf('named'));

  it.each([
    ['CI deploy 2026-11-25', 'CI deploy 2026-11-25'],
    ['ORGANIZATION_ADMINISTRATOR', 'ORGANIZATION_ADMINISTRATOR'],
    ['booking-service-production', 'booking-service-production'],
    ['Zürich', 'Zürich'],
    ['', ''],
    [7, ''],
    [undefined, ''],
    ['x y'.repeat(100), `${'x y'.repeat(100).slice(0, 59)}…`],
  ])('show as they are, if not too long: %j', (name, shown) => {
    expect(foreignName(name, secret)).toBe(shown);
  });

  it('of owners show one letter and the domain', () => {
    expect(maskedEmail('ana.maria@example.com', secret)).toBe('a***@example.com');
    expect(maskedEmail('a@very-long-name-of-a-company-1234.example', secret)).toBe(
      'a***@very-long-name-of-a-company-1234.example',
    );
    expect(maskedEmail(`"a@b"@exa\u001bmple.com`, secret)).toMatch(/^"\*\*\*@/);
  });

  it('hide another key as well, and one that is cut in pieces', () => {
    const other = keyOf('another');
    expect(foreignName(`was ${other}`, secret)).not.toContain(other.slice(12, 40));
    const body = secret.reveal().slice(4);
    expect(foreignName(body.replace(/(.{4})/g, '$1 '), secret)).toMatch(/withheld/);
    expect(foreignName(`a ${body.slice(20, 34)}`, secret)).toMatch(/withheld/);
  });
});
