/** A proxy that the environment names is for GitHub's API and for git alike. */
import { createServer, request as requestHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { audited, startGitHub } from './organisation.ts';

/** Hands plain HTTP on, and keeps what it was asked for. */
async function startProxy(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { method, headers } = request;
    const onwards = requestHttp(request.url ?? '', { method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onwards.on('error', () => response.destroy());
    request.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('an audit behind a proxy', () => {
  it('asks GitHub and clones by way of it', async () => {
    const [github, proxy] = [await startGitHub({ repositories: [{ name: 'acme/a' }] }), await startProxy()];
    const { names } = await audited(github, ['github:acme'], { http_proxy: proxy.url });
    expect(names).toEqual(['acme/a']);
    expect(proxy.asked).toContain(`${github.origin}/api/v3/users/acme`);
    expect(proxy.asked).toContain(`${github.origin}/acme/a.git/git-upload-pack`);
  });

  it('goes past it to what NO_PROXY names', async () => {
    const [github, proxy] = [await startGitHub({ repositories: [{ name: 'acme/a' }] }), await startProxy()];
    const env = { http_proxy: proxy.url, no_proxy: '127.0.0.1' };
    expect((await audited(github, ['github:acme'], env)).names).toEqual(['acme/a']);
    expect(proxy.asked).toEqual([]);
  });
});
