import { describe, expect, it } from 'vitest';
import { proxyFor, proxySettings } from '../../src/http/proxy.ts';

describe('the proxy of an address', () => {
  const env = {
    HTTPS_PROXY: 'http://secure.test:3128',
    http_proxy: 'plain.test:8080',
    NO_PROXY: 'internal.test, .corp.test,10.0.0.1,[::1], ports.test:8443',
  };

  it.each([
    ['https://example.com/', 'http://secure.test:3128/'],
    ['http://example.com/', 'http://plain.test:8080/'],
    ['https://internal.test/', undefined],
    ['https://a.internal.test/', undefined],
    ['https://notinternal.test/', 'http://secure.test:3128/'],
    ['https://a.corp.test/', undefined],
    ['https://10.0.0.1/', undefined],
    ['https://[::1]/', undefined],
    ['https://ports.test:8443/', undefined],
    ['https://ports.test/', 'http://secure.test:3128/'],
  ])('is what the environment says: %s', (address, proxy) => {
    expect(proxyFor(new URL(address), proxySettings(env))?.href).toBe(proxy);
  });

  it('is none where NO_PROXY says so, or nothing is set', () => {
    expect(proxyFor(new URL('https://a.test/'), proxySettings({ ...env, NO_PROXY: '*' }))).toBeUndefined();
    expect(proxyFor(new URL('https://a.test/'), proxySettings({}))).toBeUndefined();
  });

  it('is that of ALL_PROXY for what has none of its own', () => {
    const settings = proxySettings({ ALL_PROXY: 'http://all.test:1', HTTPS_PROXY: 'http://secure.test:2' });
    expect(proxyFor(new URL('http://a.test/'), settings)?.host).toBe('all.test:1');
    expect(proxyFor(new URL('https://a.test/'), settings)?.host).toBe('secure.test:2');
  });

  it('is refused where it cannot be used, without its password', () => {
    for (const value of [
      'socks5://me:hunter22@proxy.test',
      'http://me:hunter22@',
      'http://me:hunter22@proxy:99999',
    ]) {
      expect(() => proxySettings({ HTTPS_PROXY: value })).toThrow(
        /^HTTPS_PROXY: not the address of an HTTP proxy/,
      );
      expect(() => proxySettings({ HTTPS_PROXY: value })).not.toThrow(/hunter22/);
    }
  });
});
