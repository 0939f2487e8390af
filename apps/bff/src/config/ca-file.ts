import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Reader } from './environment.ts';
import type { SettingName } from './setting-names.ts';
import { whyUnreadable } from './text-file.ts';

/** The first byte of DER: a sequence. */
const DER = 0x30;

/** The certificates in the PEM file that a setting names; undefined where it is not given, or, with a fault, of no use. */
export function readCaFile(reader: Reader, name: SettingName): string | undefined {
  const path = reader.text(name);
  if (path === undefined) return undefined;
  try {
    const bytes = readFileSync(path);
    const fault = faultOf(bytes, path);
    if (fault === null) return bytes.toString('utf8');
    reader.fault(`${name}: ${path} ${fault}.`);
  } catch (error) {
    reader.fault(`${name}: ${path} ${whyUnreadable(error)}.`);
  }
  return undefined;
}

/** Why these are no certificates, and what to give; null where they are. */
function faultOf(bytes: Buffer, path: string): string | null {
  if (bytes[0] === DER)
    return `is in DER; convert it: openssl x509 -inform der -in ${path} -out ca.pem (Windows: export it as Base-64)`;
  const blocks = bytes.toString('utf8').match(certificates) ?? [];
  if (blocks.length === 0) return 'holds no certificate in PEM: give a file with BEGIN CERTIFICATE in it';
  try {
    for (const block of blocks) new X509Certificate(block);
    return null;
  } catch {
    return `holds a certificate that cannot be read, one of ${blocks.length}: give a whole file`;
  }
}

const certificates =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;
