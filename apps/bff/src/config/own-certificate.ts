import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { whyUnreadable } from './text-file.ts';

/** The files of our own certificate: certificate and key apart in PEM, or both in one of PKCS #12. */
export type CertificateFiles =
  | { kind: 'pem'; cert: string; key: string }
  | { kind: 'pfx'; pfx: string; passphrase: () => string | undefined };

/** A certificate that browsers can be served with. */
export type OwnCertificate = {
  options: SecureContextOptions;
  /** Changes with the content of the files. */
  content: string;
  certificate: X509Certificate;
  /** Whether an authority has signed it whose own certificate is not in the file. */
  lacksChain: boolean;
};

/** The files are of no use; the message begins with the setting and contains what to give. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/** Reads and checks the files. @throws CertificateError */
export function readOwnCertificate(files: CertificateFiles): OwnCertificate {
  const own = files.kind === 'pem' ? readPem(files) : readPfx(files);
  const { validFromDate, validToDate } = own.certificate;
  const setting = files.kind === 'pem' ? 'TLS_CERT_FILE' : 'TLS_PFX_FILE';
  if (validToDate.getTime() < Date.now())
    throw new CertificateError(
      `${setting}: the certificate has expired at ${validToDate.toISOString()}; give a new one.`,
    );
  if (validFromDate.getTime() > Date.now())
    throw new CertificateError(
      `${setting}: the certificate is valid from ${validFromDate.toISOString()} on only; check the clock, or give another.`,
    );
  return own;
}

function readBytes(setting: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CertificateError(`${setting}: ${path} ${whyUnreadable(error)}.`);
  }
}

/** The first byte of DER: a sequence. */
const DER = 0x30;

function readPem({ cert, key }: Extract<CertificateFiles, { kind: 'pem' }>): OwnCertificate {
  const bytes = readBytes('TLS_CERT_FILE', cert);
  const chain = certificatesIn(bytes, cert);
  const [own] = chain;
  if (own === undefined)
    throw new CertificateError(
      `TLS_CERT_FILE: ${cert} holds no certificate in PEM: give a file with BEGIN CERTIFICATE in it.`,
    );
  const keyBytes = readBytes('TLS_KEY_FILE', key);
  const secret = keyIn(keyBytes, key);
  if (!own.checkPrivateKey(secret)) {
    const isLater = chain.some((each) => each.checkPrivateKey(secret));
    throw new CertificateError(
      isLater
        ? `TLS_CERT_FILE: ${cert} begins with another certificate than its own; put the server's certificate first, those of authorities after it.`
        : `TLS_KEY_FILE: ${key} is not the key of the certificate in ${cert}; give the one that the request for it was made with.`,
    );
  }
  const options = { cert: bytes, key: keyBytes };
  usable('TLS_CERT_FILE', options);
  const isSelfSigned = own.checkIssued(own);
  return {
    options,
    content: `${bytes.toString('base64')}.${keyBytes.toString('base64')}`,
    certificate: own,
    lacksChain: !isSelfSigned && !chain.slice(1).some((other) => own.checkIssued(other)),
  };
}

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function certificatesIn(bytes: Buffer, path: string): X509Certificate[] {
  if (bytes[0] === DER)
    throw new CertificateError(
      `TLS_CERT_FILE: ${path} is in DER; convert it: openssl x509 -inform der -in ${path} -out cert.pem (a .pfx is TLS_PFX_FILE).`,
    );
  const text = bytes.toString('utf8');
  if (!text.includes('BEGIN CERTIFICATE') && text.includes('PRIVATE KEY'))
    throw new CertificateError(`TLS_CERT_FILE: ${path} holds a key and no certificate; exchange it with TLS_KEY_FILE.`);
  try {
    return Array.from(text.matchAll(block), ([pem]) => new X509Certificate(pem));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CertificateError(`TLS_CERT_FILE: a certificate in ${path} cannot be read (${why}): give a whole file.`);
  }
}

function keyIn(bytes: Buffer, path: string): KeyObject {
  if (bytes[0] === DER)
    throw new CertificateError(
      `TLS_KEY_FILE: ${path} is in DER; convert it: openssl pkey -inform der -in ${path} -out key.pem.`,
    );
  const text = bytes.toString('utf8');
  if (/ENCRYPTED/.test(text))
    throw new CertificateError(
      `TLS_KEY_FILE: ${path} is encrypted; decrypt it: openssl pkey -in ${path} -out key.pem, or give a .pfx with TLS_PFX_PASSPHRASE.`,
    );
  try {
    return createPrivateKey(bytes);
  } catch {
    const isCertificate = text.includes('BEGIN CERTIFICATE');
    throw new CertificateError(
      isCertificate
        ? `TLS_KEY_FILE: ${path} holds a certificate and no key; exchange it with TLS_CERT_FILE.`
        : `TLS_KEY_FILE: ${path} is no private key in PEM: give a file with BEGIN PRIVATE KEY in it.`,
    );
  }
}

function readPfx({ pfx, passphrase }: Extract<CertificateFiles, { kind: 'pfx' }>): OwnCertificate {
  const bytes = readBytes('TLS_PFX_FILE', pfx);
  if (bytes.subarray(0, 64).includes('-----BEGIN'))
    throw new CertificateError(`TLS_PFX_FILE: ${pfx} is in PEM; give it as TLS_CERT_FILE and TLS_KEY_FILE.`);
  const given = passphrase();
  const options: SecureContextOptions = { pfx: bytes, ...(given === undefined ? {} : { passphrase: given }) };
  const { context } = usable('TLS_PFX_FILE', options);
  // Node reads a PKCS #12 for its own use only, and returns the certificate in DER.
  const certificate = new X509Certificate(context.getCertificate());
  return { options, content: `${bytes.toString('base64')}.${given ?? ''}`, certificate, lacksChain: false };
}

/** Tries it with OpenSSL, as the server will. @throws CertificateError */
function usable(setting: string, options: SecureContextOptions) {
  try {
    return createSecureContext(options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isPassphrase = /mac verify failure/i.test(why);
    const isOld = /unsupported/i.test(why);
    throw new CertificateError(
      isPassphrase
        ? `${setting}: the passphrase is wrong or missing; give TLS_PFX_PASSPHRASE or TLS_PFX_PASSPHRASE_FILE.`
        : isOld
          ? `${setting}: it is encrypted in a way that is no longer taken (RC2, 3DES); export it anew with AES-256.`
          : `${setting}: it cannot be used (${why}): give another.`,
    );
  }
}
