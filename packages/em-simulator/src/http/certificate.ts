import { X509Certificate } from 'node:crypto';
import { generate } from 'selfsigned';

export type Certificate = { key: string; pem: string; fingerprint: string };

/** A self-signed certificate for localhost and 127.0.0.1 that is its own CA, as Enterprise Manager's default one is. */
export async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: made.private, pem: made.cert, fingerprint: new X509Certificate(made.cert).fingerprint256 };
}
