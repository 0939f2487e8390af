import type { Reader } from './environment.ts';
import { CertificateError, type CertificateFiles, readOwnCertificate } from './own-certificate.ts';
import { readSecretFile } from './text-file.ts';

/** How browsers are served over HTTPS by this process itself; null where a proxy does that. */
export type TlsSettings = { files: CertificateFiles; redirectPort: number | null } | null;

const needs = 'give TLS_CERT_FILE and TLS_KEY_FILE, or TLS_PFX_FILE';

function readFiles(reader: Reader): CertificateFiles | null {
  const [cert, key, pfx] = [reader.text('TLS_CERT_FILE'), reader.text('TLS_KEY_FILE'), reader.text('TLS_PFX_FILE')];
  const passphrase = reader.secret('TLS_PFX_PASSPHRASE') ?? undefined;
  const passphraseFile = reader.text('TLS_PFX_PASSPHRASE_FILE');
  if (pfx !== undefined && (cert !== undefined || key !== undefined)) {
    reader.fault('TLS_PFX_FILE holds certificate and key: leave TLS_CERT_FILE and TLS_KEY_FILE out, or it.');
    return null;
  }
  if (pfx !== undefined)
    return {
      kind: 'pfx',
      pfx,
      passphrase: () => (passphraseFile === undefined ? passphrase : readSecretFile(passphraseFile)),
    };
  if (passphrase !== undefined) reader.fault(`TLS_PFX_PASSPHRASE is given without TLS_PFX_FILE; ${needs}.`);
  if (cert === undefined && key === undefined) return null;
  if (cert !== undefined && key !== undefined) return { kind: 'pem', cert, key };
  reader.fault(`${cert === undefined ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE'} is missing; ${needs}.`);
  return null;
}

/** Our own certificate, read once to see whether it is of use. */
export function readTlsSettings(reader: Reader, port: number): TlsSettings {
  const before = reader.faults.length;
  const files = readFiles(reader);
  const isNamed = reader.faults.length > before;
  const redirectPort = reader.wholeNumber('HTTP_REDIRECT_PORT', 0, 1, 65_535) || null;
  if (redirectPort === port) reader.fault('HTTP_REDIRECT_PORT is that of PORT: give another, 80.');
  if (files === null) {
    if (redirectPort !== null && !isNamed)
      reader.fault(`HTTP_REDIRECT_PORT leads to our own HTTPS, which is not set up; ${needs}.`);
    return null;
  }
  // Without the passphrase there is nothing to try.
  if (!isNamed) tryFiles(reader, files);
  return { files, redirectPort };
}

function tryFiles(reader: Reader, files: CertificateFiles): void {
  try {
    readOwnCertificate(files);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    reader.fault(error.message);
  }
}
