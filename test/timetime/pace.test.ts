/** Many keys, and a server that limits. */
import { expect, it } from 'vitest';
import { keyOf } from '../core/key-maker.ts';
import { aPlace, startServer, verify } from './run-verify.ts';
import * as weather from './weather.ts';

it('many places of many keys cost a question each, some retries, and no verdict', async () => {
  const server = await startServer({ latencyMs: 20, perSecond: 20 });
  const keys = Array.from({ length: 80 }, (_, index) => keyOf(`paced ${index}`));
  for (const value of keys.slice(0, 40))
    server.addKey(value, { owner: server.keys[0]?.owner ?? server.addOwner() });
  const lines = Array.from({ length: 1600 }, (_, index) => keys[index % keys.length]);
  const { report, stderr } = await verify(aPlace({ 'a.ts': lines.join('\n') }), server);
  expect(stderr).not.toMatch(/Warning/);
  const statuses = report.secrets.map(({ verification }) => verification.status);
  expect(statuses.filter((status) => status === 'live')).toHaveLength(40);
  expect(statuses.filter((status) => status === 'inactive')).toHaveLength(40);
  expect(report.findings).toHaveLength(1600);
  expect(server.calls.length).toBeLessThanOrEqual(keys.length + 1 + 40);
});

it('a limit that was met once does not slow down a server that has none', async () => {
  const server = await startServer();
  const keys = Array.from({ length: 60 }, (_, index) => keyOf(`once ${index}`));
  server.misbehave('GET', /me$/, weather.sky({ status: 429 }), 1);
  const { report } = await verify(aPlace({ 'a.ts': keys.join('\n') }), server, ['--verify-timeout', '20']);
  expect(report.secrets.filter(({ verification }) => verification.status !== 'inactive')).toEqual([]);
});
