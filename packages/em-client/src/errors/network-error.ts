import { ConnectFailure } from './connect-failure.ts';
import { EmError } from './em-error.ts';

/** Where a call stood when it broke: which server, which call, and whether it would have changed something. */
export type CallSite = { host: string; call: string; isAction: boolean };

/** The innermost error code of a chain of causes, e.g. `ECONNREFUSED`. */
export function codeOf(error: unknown): string | null {
  let inner = error;
  for (let depth = 0; depth < 8 && inner instanceof Error; depth += 1) {
    const code: unknown = Reflect.get(inner, 'code');
    if (typeof code === 'string') return code;
    inner = inner instanceof AggregateError ? inner.errors[0] : inner.cause;
  }
  return null;
}

function isTlsCode(code: string): boolean {
  return (
    code.startsWith('ERR_TLS') ||
    code.startsWith('ERR_SSL') ||
    code.includes('CERT') ||
    code.includes('SIGNED') ||
    code === 'ERR_FINGERPRINT' ||
    code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' ||
    code === 'EPROTO'
  );
}

function tlsHint(code: string): string {
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return 'It does not speak TLS as we do: check the port and https:// in EM_URL.';
  if (code === 'CERT_HAS_EXPIRED')
    return 'Renew the certificate of the Enterprise Manager server, or give its SHA-256 fingerprint in EM_FINGERPRINT until then.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate is for another name: use that name in EM_URL, or give its SHA-256 fingerprint in EM_FINGERPRINT.';
  return 'Give its CA or its own certificate in EM_CA_FILE, or its SHA-256 fingerprint in EM_FINGERPRINT, after comparing it with the server.';
}

function notTrusted(error: unknown, code: string, site: CallSite): EmError {
  const why = error instanceof Error ? error.message : code;
  const hint = tlsHint(code);
  return new EmError({
    kind: 'tls',
    host: site.host,
    call: site.call,
    problem: (call) => `(${call}): the certificate is not trusted (${code}: ${why})`,
    hint,
    mayHaveHappened: false,
    cause: error,
  });
}

/** Turns what undici, TLS or the operating system threw into the one error people can act on. */
export function fromNetworkError(error: unknown, site: CallSite): EmError {
  if (error instanceof EmError) return error;
  const code = codeOf(error) ?? 'unknown';
  const neverConnected = error instanceof ConnectFailure;
  if (neverConnected && isTlsCode(code)) return notTrusted(error, code, site);
  const hint = neverConnected
    ? 'Check the name and port in EM_URL, that the service runs, and that no firewall blocks the connection.'
    : 'The connection broke; check the service and the network in between.';
  return new EmError({
    kind: 'unreachable',
    host: site.host,
    call: site.call,
    problem: (call) => `does not answer (${call}: ${code})`,
    hint,
    // Once there was a connection, how far the server got cannot be known.
    mayHaveHappened: site.isAction && !neverConnected,
    cause: error,
  });
}

/** The total deadline of an exchange has passed; what was sent may have been carried out. */
export function timedOut(site: CallSite, ms: number): EmError {
  const hint = 'Enterprise Manager is overloaded or hangs; look at its service and its database.';
  return new EmError({
    kind: 'timeout',
    host: site.host,
    call: site.call,
    problem: (call) => `did not finish ${call} within ${Math.ceil(ms / 100) / 10} s`,
    hint,
    mayHaveHappened: site.isAction,
  });
}
