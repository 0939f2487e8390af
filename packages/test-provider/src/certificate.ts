import { generate } from 'selfsigned';

/** A certificate for this host that is its own authority, and its key, as PEM. */
export async function makeCertificate(host: string): Promise<{ key: string; cert: string }> {
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });
  return { key: made.private, cert: made.cert };
}
