import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** The certificate that a server shows. `isTrusted`: whether an authority known to this machine has signed it for this host. */
export type ShownCertificate = { fingerprint: string; subject: string; validTo: string; isTrusted: boolean };

const ANSWER_MS = 10_000;

/** Opens a connection, takes the certificate, and closes it: nothing is sent. @throws Error with why there is none */
export function fetchCertificate({ hostname, port }: URL): Promise<ShownCertificate> {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port) || 443,
      rejectUnauthorized: false,
      timeout: ANSWER_MS,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    socket.once('secureConnect', () => {
      const { fingerprint256, subject, valid_to } = socket.getPeerCertificate();
      const isTrusted = socket.authorized;
      socket.destroy();
      const name = [subject.CN].flat()[0] ?? 'no name';
      resolve({ fingerprint: fingerprint256, subject: name, validTo: valid_to, isTrusted });
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    socket.once('error', (error) => reject(error));
  });
}
