import tls from 'node:tls';

/**
 * Suites with forward secrecy and authenticated encryption, the strongest first: TLS 1.3, and of 1.2 what Mozilla's
 * "intermediate" has (https://ssl-config.mozilla.org). Node's own list ends with CBC and RSA key exchange.
 */
const suites = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-AES256-GCM-SHA384',
  'DHE-RSA-CHACHA20-POLY1305',
  'DHE-RSA-AES128-GCM-SHA256',
];

/**
 * The TLS of this process, as a client and with its own certificate: Enterprise Manager, the provider and PostgreSQL are
 * reached by three libraries, which all use Node's defaults. Options given to Node cannot weaken it.
 */
export function offerStrongTlsOnly(): void {
  tls.DEFAULT_CIPHERS = suites.join(':');
  tls.DEFAULT_MIN_VERSION = 'TLSv1.2';
  tls.DEFAULT_MAX_VERSION = 'TLSv1.3';
}
