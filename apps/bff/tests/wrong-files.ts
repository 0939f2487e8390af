import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { encrypted, selfSigned } from './own-certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'retry-desk-wrong-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a file with this in it. */
export function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The bytes that PowerShell writes of a text. */
export function utf16(text: string): Buffer {
  return Buffer.from(`\ufeff${text}\r\n`, 'utf16le');
}

const [own, other, expired, early] = await Promise.all([
  selfSigned(),
  selfSigned(),
  selfSigned({ until: -1 }),
  selfSigned({ from: 2 }),
]);
const place = join(folder, 'folder');
mkdirSync(place);

/** Paths of files that are right and, most of them, wrong. `place`: a folder; `nowhere`: nothing is there. */
export const paths = {
  place,
  nowhere: join(folder, 'no-folder', 'file'),
  empty: file('empty', ''),
  cert: file('cert.pem', own.cert),
  key: file('key.pem', own.key),
  otherKey: file('other.pem', other.key),
  der: file('cert.der', new X509Certificate(own.cert).raw),
  keyDer: file('key.der', createPrivateKey(own.key).export({ format: 'der', type: 'pkcs8' })),
  /** A whole certificate, then half of one. */
  half: file('half.pem', `${own.cert}\n${other.cert.slice(0, 200)}\n-----END CERTIFICATE-----\n`),
  reversed: file('reversed.pem', `${other.cert}\n${own.cert}`),
  inUtf16: file('utf-16.pem', utf16(own.cert)),
  encryptedKey: file('encrypted.pem', encrypted(own.key)),
  expired: file('expired.pem', expired.cert),
  expiredKey: file('expired.key', expired.key),
  early: file('early.pem', early.cert),
  earlyKey: file('early.key', early.key),
  pfx: fileURLToPath(new URL('own-certificate.pfx', import.meta.url)),
};
