import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { onTestFinished } from 'vitest';

export type ReceivedMail = { user: string | undefined; secure: boolean; to: string[]; raw: string; mail: Email };

/** A refusal with this status. */
export function refusal(status: number): Error {
  return Object.assign(new Error('inner words of the server'), { responseCode: status });
}

/** A mail server with STARTTLS and a login (`desk`, `s3cret`), and what it received; gone when the test ends. */
export async function smtpStage(certificate: { cert: string; key: string }, options: SMTPServerOptions = {}) {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _session, callback) {
      if (username === 'desk' && password === 's3cret') callback(null, { user: username });
      else callback(refusal(535));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = session.envelope.rcptTo.map(({ address }) => address);
        void PostalMime.parse(raw).then((mail) => {
          received.push({ user: String(session.user), secure: session.secure, to, raw, mail });
          callback();
        });
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  const listener = server.listen(0, 'localhost');
  await once(listener, 'listening');
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const { port } = listener.address() as AddressInfo; // a listening TCP server has a port
  return { port, received };
}
