/**
 * Which addresses may be connected to: public ones, and what the user named outright. What a name resolves to is
 * checked where the connection is made, so that a name cannot lead elsewhere the second time (DNS rebinding).
 */
import { isIP } from 'node:net';
import { type AddressKind, addressKind } from './address.ts';
import { bareHost } from './bare-host.ts';

export class AddressRefused extends Error {
  readonly kind: AddressKind;

  constructor(host: string, address: string, kind: AddressKind) {
    const leads = isIP(host) === 0 ? `resolves to ${address}, ${WORDS[kind]}` : `is ${WORDS[kind]}`;
    super(`${host} ${leads}: refused`);
    this.kind = kind;
  }
}

const WORDS: Readonly<Record<AddressKind, string>> = {
  public: 'a public address',
  metadata: "the address of a cloud's credentials",
  loopback: 'an address of this machine',
  'link-local': 'a link-local address',
  private: 'a private address',
  reserved: 'a reserved address',
};

export interface GuardOptions {
  /** Host names of the addresses that the user wrote, as `URL` gives them. */
  readonly namedHosts: readonly string[];
  /** Named hosts may resolve to private addresses and to this machine. */
  readonly allowPrivate: boolean;
}

export class AddressGuard {
  readonly #named: ReadonlySet<string>;
  readonly #allowPrivate: boolean;

  constructor({ namedHosts, allowPrivate }: GuardOptions) {
    this.#named = new Set(namedHosts.map(bareHost));
    this.#allowPrivate = allowPrivate;
  }

  /** Throws AddressRefused. `host` is what the address was asked for, or the address itself. */
  check(host: string, address: string): void {
    const kind = addressKind(address);
    if (kind === 'public') return;
    const bare = bareHost(host);
    if (this.#named.has(bare)) {
      if (isIP(bare) !== 0 && bare === address) return;
      if (kind === 'loopback' && (this.#allowPrivate || isLocalhost(bare))) return;
      if (kind === 'private' && this.#allowPrivate) return;
    }
    throw new AddressRefused(bare, address, kind);
  }
}

/** RFC 6761: these names say that they are this machine. */
function isLocalhost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
