import { EmError } from './em-error.ts';

/** Where a call stood when it broke: which server, which call, and whether it would have changed something. */
export type CallSite = { host: string; call: string; isAction: boolean };

const notConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

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
    code.startsWith('CERT_') ||
    code.includes('CERT') ||
    code.includes('SIGNED') ||
    code === 'ERR_FINGERPRINT' ||
    code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' ||
    code === 'EPROTO'
  );
}

/** Turns what undici, TLS or the operating system threw into the one error people can act on. */
export function fromNetworkError(error: unknown, site: CallSite): EmError {
  if (error instanceof EmError) return error;
  const code = codeOf(error) ?? 'unknown';
  const details = { call: site.call, cause: error };
  if (isTlsCode(code)) {
    const why = error instanceof Error ? error.message : code;
    const hint =
      'Give its CA or its own certificate in EM_CA_FILE, or its SHA-256 fingerprint in EM_FINGERPRINT, after comparing it with the server.';
    return new EmError(`${site.host} (${site.call}): the certificate is not trusted (${code}: ${why}). ${hint}`, {
      ...details,
      kind: 'tls',
      hint,
      mayHaveHappened: false,
    });
  }
  const sent = site.isAction && !notConnected.has(code);
  const hint = notConnected.has(code)
    ? 'Check the name and port in EM_URL, that the service runs, and that no firewall stands between.'
    : 'The connection broke; check the service and what stands between.';
  return new EmError(`${site.host} does not answer (${site.call}: ${code}). ${hint}`, {
    ...details,
    kind: 'unreachable',
    hint,
    mayHaveHappened: sent,
  });
}

/** The total deadline of an exchange has passed; what was sent may have been carried out. */
export function timedOut(site: CallSite, ms: number): EmError {
  const hint = 'Enterprise Manager is overloaded or hangs; look at its service and its database.';
  return new EmError(`${site.host} did not finish ${site.call} within ${ms / 1000} s. ${hint}`, {
    kind: 'timeout',
    call: site.call,
    hint,
    mayHaveHappened: site.isAction,
  });
}
