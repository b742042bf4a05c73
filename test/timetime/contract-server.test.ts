/** The server that the tests ask, held against the shapes of TimeTime's published description. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { type ContractServer, maskOf } from './contract-server.ts';
import { startServer } from './run-verify.ts';

const UUID = { type: 'string', format: 'uuid' };
const TEXT = { type: 'string' };
const LIST = { type: 'array' };

const SHAPES = {
  user: {
    type: 'object',
    required: [
      'userId',
      'email',
      'slug',
      'locale',
      'timeZone',
      'tenant',
      'organizationMemberships',
      'thirdPartyCalendars',
      'tags',
      'clientState',
    ],
    properties: {
      userId: UUID,
      email: { type: 'string', format: 'email' },
      slug: TEXT,
      locale: TEXT,
      timeZone: TEXT,
      tenant: { type: 'object' },
      organizationMemberships: LIST,
      thirdPartyCalendars: LIST,
      externalId: TEXT,
    },
  },
  list: {
    type: 'object',
    required: ['apiKeys'],
    properties: {
      apiKeys: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'key'],
          properties: {
            id: UUID,
            key: { type: 'string', pattern: '^tt1_[0-9a-zA-Z]+\\.\\.[0-9a-zA-Z]+$' },
            name: TEXT,
          },
          additionalProperties: false,
        },
      },
    },
  },
  created: {
    type: 'object',
    required: ['id', 'key'],
    properties: { id: UUID, key: TEXT },
    additionalProperties: false,
  },
  problem: {
    type: 'object',
    required: ['status', 'detail', 'type', 'instance'],
    properties: { status: { type: 'integer' }, title: TEXT, detail: TEXT, type: TEXT, instance: TEXT },
  },
};

async function ask(server: ContractServer, method: string, path: string, key: string, body?: object) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    json: text === '' ? undefined : JSON.parse(text),
  };
}

function expectShape(shape: keyof typeof SHAPES, value: unknown): void {
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  const validate = ajv.compile(SHAPES[shape]);
  validate(value);
  expect(validate.errors).toBeNull();
}

it('answers in the published shapes', async () => {
  const server = await startServer();
  const { value, id } = server.addKey(keyOf('contract'), { name: 'CI' });
  expectShape('user', (await ask(server, 'GET', '/v1/me', value)).json);
  expectShape('list', (await ask(server, 'GET', '/v1/api-keys', value)).json);
  const created = await ask(server, 'POST', '/v1/api-keys', value, { name: 'new' });
  expect(created.status).toBe(201);
  expectShape('created', created.json);
  expect((await ask(server, 'GET', '/v1/api-keys', value)).json.apiKeys).toHaveLength(2);
  expect((await ask(server, 'DELETE', `/v1/api-keys/${id}`, value)).status).toBe(204);
  const rejected = await ask(server, 'GET', '/v1/me', value);
  expect([rejected.status, rejected.type]).toEqual([403, 'application/problem+json']);
  expectShape('problem', rejected.json);
});

it('limits by the second, and says how long to wait', async () => {
  const server = await startServer({ perSecond: 2 });
  const { value } = server.addKey(keyOf('limited'));
  const statuses: number[] = [];
  for (let at = 0; at < 3; at++) statuses.push((await ask(server, 'GET', '/v1/me', value)).status);
  expect(statuses).toEqual([200, 200, 429]);
});

it('masks a key as the published example does', () => {
  expect(maskOf(`tt1.a1b2j0${'0'.repeat(54)}213d`)).toBe('tt1_a1b2j0..213d');
});
