import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export type Certificate = { key: string; pem: string; fingerprint: string };

/** Which certificate the server shows: a good one, one that has run out, or one for another host. */
export type CertificateKind = 'valid' | 'expired' | 'other-host';

const DAY = 24 * 60 * 60_000;

/** A self-signed certificate that is its own CA, as Enterprise Manager's default one is (reference 13.0, TLS Certificate): for localhost and 127.0.0.1 unless for another host. */
export async function makeCertificate(kind: CertificateKind): Promise<Certificate> {
  const host = kind === 'other-host' ? 'elsewhere.invalid' : 'localhost';
  const own = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...(kind === 'expired'
      ? { notBeforeDate: new Date(Date.now() - 400 * DAY), notAfterDate: new Date(Date.now() - 35 * DAY) }
      : {}),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: kind === 'other-host' ? [{ type: 2 as const, value: host }] : own },
    ],
  });
  return { key: made.private, pem: made.cert, fingerprint: new X509Certificate(made.cert).fingerprint256 };
}
