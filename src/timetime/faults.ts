/**
 * Why there is no answer, as a closed list. The error itself goes no further: neither its message nor its cause may
 * carry what a server or a proxy put there.
 */
import { TunnelRefused } from '../http/connect.ts';

export type Fault =
  /** The server has asked everybody to wait longer than there is time. */
  | 'rate-limited'
  | 'timeout'
  | 'dns-failure'
  | 'tls-failure'
  | 'connection-failure'
  | 'proxy-failure'
  | 'too-large'
  | 'unreadable'
  | 'interrupted';

const BY_CODE: Readonly<Record<string, Fault>> = {
  ENOTFOUND: 'dns-failure',
  EAI_AGAIN: 'dns-failure',
  EPROTO: 'tls-failure',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-failure',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-failure',
  HPE_HEADER_OVERFLOW: 'too-large',
};

export function faultOf(error: unknown): Fault {
  if (error instanceof TunnelRefused) return 'proxy-failure';
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return known;
  if (/^ERR_(?:TLS|SSL)_|CERT|CRL/.test(code)) return 'tls-failure';
  // What the parser of HTTP says of what is not HTTP.
  return code.startsWith('HPE_') ? 'unreadable' : 'connection-failure';
}

/** Several addresses of one host come as an AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') return code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}
