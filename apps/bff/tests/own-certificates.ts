import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { onTestFinished } from 'vitest';

const DAY = 24 * 60 * 60_000;

/** A certificate for this machine that signs itself, and its key, in PEM. Valid from and until so many days from now. */
export async function selfSigned({ from = -400, until = 30 } = {}): Promise<{ cert: string; key: string }> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * DAY),
    notAfterDate: new Date(Date.now() + until * DAY),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2 as const, value: 'localhost' },
          { type: 7 as const, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** Writes files into a folder of the test; their paths. */
export function filesOf<Name extends string>(contents: Record<Name, string | Buffer>): Record<Name, string> {
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const paths = {} as Record<Name, string>; // filled for every name below
  for (const name of Object.keys(contents) as Name[]) {
    paths[name] = join(folder, name);
    writeFileSync(paths[name], contents[name]);
  }
  return paths;
}

export function encrypted(key: string): string {
  return String(
    createPrivateKey(key).export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'canary' }),
  );
}
