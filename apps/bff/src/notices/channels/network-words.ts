const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved',
  EDNS: 'its name cannot be resolved',
  ETIMEDOUT: 'no answer from it',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'no route to it',
  ECONNRESET: 'the connection was cut off',
  EPIPE: 'the connection was cut off',
  ECONNECTION: 'the connection was cut off',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut off',
  ABORT_ERR: 'the connection was cut off',
  HPE_HEADER_OVERFLOW: 'its answer is too large',
  ERR_PROXY_TUNNEL: 'the proxy of HTTPS_PROXY does not let it through',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** Codes of OpenSSL's check beside those for trust (https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/). */
const unfit = new Set(['INVALID_CA', 'INVALID_PURPOSE', 'PATH_LENGTH_EXCEEDED', 'HOSTNAME_MISMATCH', 'UNSPECIFIED']);

/** Codes of every layer an error has passed, the innermost first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 8) return [];
  const code: unknown = Reflect.get(error, 'code');
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...inner.flatMap((each) => codesOf(each, depth + 1)), ...(typeof code === 'string' ? [code] : [])];
}

/** An error of the network in our own words; null where it is none, and so a fault of ours. */
export function networkWords(error: unknown): string | null {
  const codes = codesOf(error);
  for (const code of codes) {
    const known = words[code];
    if (known !== undefined) return known;
    if (/SIGNED|CERT|UNABLE_TO_VERIFY/.test(code)) return 'its certificate is not trusted: give NOTIFY_CA_FILE';
    if (unfit.has(code)) return 'its certificate, or that of its authority, is not fit for a server';
    if (code.startsWith('HPE_')) return 'its answer is not HTTP';
    if (/^ERR_SSL|^EPROTO$/.test(code)) return 'no TLS could be agreed with it';
  }
  return codes.some((code) => /^E[A-Z]+$/.test(code)) ? 'the connection failed' : null;
}
