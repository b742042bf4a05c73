/** Why a request failed, in fixed words: nothing that a server sends gets into them. */

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the host name cannot be looked up at the moment',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed before its end',
  EPIPE: 'the connection was closed before its end',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was closed before its end',
  ETIMEDOUT: 'connection timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an authority that is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an authority that is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  EPROTO: 'it does not speak TLS',
  HPE_HEADER_OVERFLOW: 'the headers of its answer are too large',
};

export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the request failed';
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) {
    // Of several addresses, each failed.
    return error instanceof AggregateError ? failureOf(error.errors[0]) : error.message;
  }
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (code.startsWith('ERR_SSL_')) return 'it does not speak TLS as it should';
  return code.startsWith('HPE_') ? 'its answer is not HTTP' : `the request failed (${code})`;
}
