import { isIP } from 'node:net';

const DAY_MS = 24 * 60 * 60_000;
/** Long enough for a first look, and no longer than browsers take. */
const DAYS = 90;

/** A certificate that signs itself, for a first look before a real one is there. */
export async function makeFirstCertificate(host: string): Promise<{ cert: string; key: string }> {
  const name = isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host };
  // Its libraries take their time to begin, which no start of the server needs.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() - DAY_MS),
    notAfterDate: new Date(Date.now() + DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [name] },
    ],
  });
  return { cert: made.cert, key: made.private };
}
