import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Reader } from './environment.ts';
import type { SettingName } from './setting-names.ts';

/** The first byte of DER: a sequence. */
const DER = 0x30;

/** The certificates in the PEM file that a setting names; undefined where it is not given, or, with a fault, of no use. */
export function readCaFile(reader: Reader, name: SettingName): string | undefined {
  const path = reader.text(name);
  if (path === undefined) return undefined;
  try {
    const bytes = readFileSync(path);
    if (bytes[0] === DER) {
      reader.fault(
        `${name}: ${path} is in DER; convert it: openssl x509 -inform der -in ${path} -out ca.pem (Windows: export it as Base-64).`,
      );
      return undefined;
    }
    const pem = bytes.toString('utf8');
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    reader.fault(`${name}: ${path} is no readable PEM certificate (${why}).`);
    return undefined;
  }
}
