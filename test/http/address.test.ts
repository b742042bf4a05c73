import { describe, expect, it } from 'vitest';
import { addressKind } from '../../src/http/address.ts';
import { AddressGuard } from '../../src/http/address-guard.ts';

describe('an address', () => {
  it.each([
    [
      'public',
      '8.8.8.8 1.1.1.1 172.15.255.255 172.32.0.0 100.63.255.255 2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808',
    ],
    ['metadata', '169.254.169.254 100.100.100.200 fd00:ec2::254 ::ffff:169.254.169.254 64:ff9b::a9fe:a9fe'],
    ['loopback', '127.0.0.1 127.255.255.255 0.0.0.0 ::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1'],
    ['link-local', '169.254.1.1 fe80::1 fe80::1%eth0 febf::1'],
    [
      'private',
      '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 fc00::1 fdff::1 fec0::1 ::ffff:10.0.0.1',
    ],
    [
      'reserved',
      '192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 ff02::1 2001:db8::1 2002:7f00:1::1 ::127.0.0.1',
    ],
  ])('is %s', (kind, addresses) => {
    expect(addresses.split(' ').map((address) => [address, addressKind(address)])).toEqual(
      addresses.split(' ').map((address) => [address, kind]),
    );
  });
});

describe('the guard', () => {
  const open = new AddressGuard({
    namedHosts: ['10.1.2.3', '[::1]', 'localhost', 'staging.test'],
    allowPrivate: true,
  });
  const strict = new AddressGuard({
    namedHosts: ['10.1.2.3', '[::1]', 'localhost', 'staging.test'],
    allowPrivate: false,
  });

  it.each([
    ['a public address of any name', 'example.com', '8.8.8.8'],
    ['a private address that was named', '10.1.2.3', '10.1.2.3'],
    ['an address of this machine that was named', '[::1]', '::1'],
    ['localhost that was named', 'localhost', '127.0.0.1'],
  ])('lets %s through', (_, host, address) => {
    expect(() => strict.check(host, address)).not.toThrow();
  });

  it.each([
    [
      'a name that resolves to this machine',
      'staging.test',
      '127.0.0.1',
      'staging.test resolves to 127.0.0.1, an address of this machine',
    ],
    [
      'a name that resolves to a private address',
      'staging.test',
      '10.0.0.1',
      'staging.test resolves to 10.0.0.1, a private address',
    ],
    [
      'localhost that resolves elsewhere',
      'localhost',
      '10.0.0.1',
      'localhost resolves to 10.0.0.1, a private address',
    ],
    ['a private address that was not named', '10.1.2.4', '10.1.2.4', '10.1.2.4 is a private address'],
  ])('refuses %s', (_, host, address, words) => {
    expect(() => strict.check(host, address)).toThrow(words);
  });

  it('lets the names of the user resolve to private addresses where that is allowed, and no others', () => {
    expect(() => open.check('staging.test', '10.0.0.1')).not.toThrow();
    expect(() => open.check('staging.test.', '127.0.0.1')).not.toThrow();
    expect(() => open.check('other.test', '10.0.0.1')).toThrow(/private/);
  });

  it("never lets a name resolve to a cloud's credentials or to the link", () => {
    expect(() => open.check('staging.test', '169.254.169.254')).toThrow(/credentials/);
    expect(() => open.check('staging.test', 'fe80::1')).toThrow(/link-local/);
  });
});
