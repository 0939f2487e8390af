import SMTPConnection, { type SMTPConnectionSendInfo, type SMTPEnvelope } from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '#config/notify-email-settings.ts';
import { authorities, type SenderOptions } from './http-sender.ts';

/** Nothing came of a session within its deadline, or the channel was closed. */
export class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

export type SmtpSessions = {
  /** One session for one message. @throws SessionEnded, or the error of nodemailer */
  send(envelope: SMTPEnvelope, message: Buffer): Promise<SMTPConnectionSendInfo>;
  close(): void;
};

/** Sessions with a mail server, each with one deadline for all of it. */
export function createSmtpSessions(
  { host, login, port, tls }: SmtpSettings,
  { ca, timeoutMs }: SenderOptions,
): SmtpSessions {
  const open = new Set<(error: Error) => void>();
  let closed = false;
  const settings = {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'never',
    tls: authorities(ca),
    dnsTimeout: timeoutMs,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    socketCloseTimeout: 0,
  };

  return {
    send(envelope, message) {
      if (closed) return Promise.reject(new SessionEnded('closed'));
      const connection = new SMTPConnection(settings);
      return new Promise<SMTPConnectionSendInfo>((resolve, reject) => {
        const timer = setTimeout(() => end(new SessionEnded('timeout')), timeoutMs);
        function end(error: Error | null, info?: SMTPConnectionSendInfo): void {
          clearTimeout(timer);
          open.delete(end);
          if (info === undefined) {
            reject(error);
            connection.close();
          } else {
            resolve(info);
            connection.quit();
          }
        }
        open.add(end);
        const deliver = () => connection.send(envelope, message, (error, info) => end(error, info ?? undefined));
        connection.on('error', end);
        // The error behind it, where there is one, comes after it.
        connection.on('end', () => setImmediate(() => end(new SessionEnded('closed'))));
        connection.connect((error) => {
          if (error) end(error);
          else if (login === null) deliver();
          else
            connection.login({ user: login.user, pass: login.password }, (failed) =>
              failed ? end(failed) : deliver(),
            );
        });
      });
    },
    close() {
      closed = true;
      for (const end of open) end(new SessionEnded('closed'));
    },
  };
}
