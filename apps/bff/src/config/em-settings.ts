import type { TlsTrust } from '@retry-desk/em-client';
import { readCaFile } from './ca-file.ts';
import type { Reader } from './environment.ts';
import { readSecretFile } from './text-file.ts';

export type EmSettings = {
  url: string;
  username: string;
  /** As it was at the start. */
  password: string;
  /** Where to read it again before each logon. */
  passwordFile: string | undefined;
  tls: TlsTrust;
};

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host name can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return loopback.has(hostname);
}

function readUrl(reader: Reader): string {
  const value = reader.required(
    'EM_URL',
    reader.text('EM_URL'),
    'the address of Enterprise Manager, https://em.example.local:9398',
  );
  if (value === '') return value;
  const url = URL.canParse(value) ? new URL(value) : null;
  // Before anything else, so that a password in it is never printed.
  if (value.includes('@')) {
    reader.fault('EM_URL holds a name or password: give them in EM_USERNAME and EM_PASSWORD.');
  } else if (url === null || !/^https?:$/.test(url.protocol)) {
    reader.fault(`EM_URL is ${JSON.stringify(value)}: give an address such as https://em.example.local:9398.`);
  } else if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    reader.fault('EM_URL is http: the password would travel in the clear; give https (port 9398).');
  }
  return value;
}

function readTrust(reader: Reader): TlsTrust {
  const caFile = reader.text('EM_CA_FILE');
  const fingerprint = reader.text('EM_FINGERPRINT');
  const insecure = reader.text('EM_INSECURE_TLS');
  if ([caFile, fingerprint, insecure].filter((value) => value !== undefined).length > 1) {
    reader.fault('EM_CA_FILE, EM_FINGERPRINT and EM_INSECURE_TLS exclude each other; give one of them.');
  }
  if (caFile !== undefined) {
    const pem = readCaFile(reader, 'EM_CA_FILE');
    return pem === undefined ? { kind: 'system' } : { kind: 'ca', pem };
  }
  if (fingerprint !== undefined) {
    // openssl prints it as "sha256 Fingerprint=3A:…".
    const sha256 = fingerprint.replace(/^\s*sha-?256 fingerprint\s*=/i, '').trim();
    if (!/^(?:[0-9a-f]{2}:?){31}[0-9a-f]{2}$/i.test(sha256)) {
      reader.fault('EM_FINGERPRINT is no SHA-256 fingerprint: give 64 hex digits, with or without colons.');
    }
    return { kind: 'fingerprint', sha256 };
  }
  if (insecure === undefined) return { kind: 'system' };
  if (insecure !== 'yes-i-know')
    reader.fault('EM_INSECURE_TLS takes only yes-i-know; better give EM_CA_FILE or EM_FINGERPRINT.');
  return { kind: 'insecure' };
}

/** How Enterprise Manager is reached and trusted. */
export function readEmSettings(reader: Reader): EmSettings {
  return {
    url: readUrl(reader),
    username: reader.required(
      'EM_USERNAME',
      reader.text('EM_USERNAME'),
      'the service account, DOMAIN\\user or user@domain',
    ),
    password: reader.required(
      'EM_PASSWORD',
      reader.secret('EM_PASSWORD'),
      'the password of the service account, also as EM_PASSWORD_FILE',
    ),
    passwordFile: reader.text('EM_PASSWORD_FILE'),
    tls: readTrust(reader),
  };
}

/**
 * The current password: a corrected file takes effect without a restart. While the file cannot be read, or is empty
 * because it is just being written, the last readable password stands.
 */
export function passwordSource({
  password,
  passwordFile,
}: Pick<EmSettings, 'password' | 'passwordFile'>): () => string {
  let last = password;
  return () => {
    if (passwordFile === undefined) return last;
    try {
      last = readSecretFile(passwordFile);
    } catch {
      // The file may be about to be replaced; its new password is tried with the next logon.
    }
    return last;
  };
}
