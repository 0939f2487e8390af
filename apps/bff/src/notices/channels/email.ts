import type { EmailSettings } from '#config/notify-email-settings.ts';
import type { Channel, Delivery } from './channel.ts';
import { emailMessage, messageId } from './email-message.ts';
import type { SenderOptions } from './http-sender.ts';
import { networkWords } from './network-words.ts';
import { createSmtpSessions, SessionEnded } from './smtp-session.ts';

/** An error of nodemailer, as far as it is read here. */
type SmtpError = Error & {
  code?: string;
  originalCode?: string;
  command?: string;
  responseCode?: number;
  rejectedErrors?: SmtpError[];
};

function unavailable(error: string): Delivery {
  return { kind: 'unavailable', error, retryAfterMs: null };
}

/** Statuses by which a server refuses us (login, STARTTLS, service), whatever is sent. */
const ofTheChannel = new Set([421, 454, 530, 534, 535, 538]);

/** An answer with a status: a permanent one to recipients or content concerns this message alone. */
function judged(error: SmtpError, status: number): Delivery {
  if (error.code === 'EAUTH') return unavailable(`refused the login (${status})`);
  if (error.command === 'STARTTLS')
    return unavailable(`does not offer STARTTLS (${status}): give smtps:// if it takes that`);
  const recipients = error.rejectedErrors ?? [];
  const statuses = recipients.length > 0 ? recipients.map(({ responseCode }) => responseCode ?? 0) : [status];
  const permanent = statuses.every((each) => each >= 500 && !ofTheChannel.has(each));
  const ofTheMessage = error.command === 'RCPT TO' || error.command === 'DATA';
  const words = `answered ${[...new Set(statuses)].join(' and ')}${error.command === 'RCPT TO' ? ' to the recipients' : ''}`;
  return permanent && ofTheMessage ? { kind: 'refused', error: words } : unavailable(words);
}

function failed(thrown: unknown, timeoutMs: number): Delivery {
  const error = thrown as SmtpError; // whatever it is, only what is checked below is read
  if (error instanceof SessionEnded && error.message === 'closed') return unavailable('the connection was cut off');
  if (error instanceof SessionEnded || error.code === 'ETIMEDOUT')
    return unavailable(`no answer within ${timeoutMs / 1000} s`);
  if (error.responseCode !== undefined) return judged(error, error.responseCode);
  if (error.code === 'EAUTH') return unavailable('offers no way to log in that is known here');
  if (error.code === 'EMESSAGE') return { kind: 'refused', error: 'the message is too large for it' };
  if (error.code === 'EPROTOCOL') return unavailable('its answer is not SMTP');
  const network = networkWords(
    Object.assign(new Error('', { cause: error }), { code: error.originalCode ?? error.code }),
  );
  if (network !== null) return unavailable(network);
  throw thrown;
}

/** Delivered where at least one recipient is accepted: another attempt would reach those a second time. */
function receiptOf(id: string, accepted: number, inAll: number): string {
  return accepted === inAll ? id : `${id}, refused for ${inAll - accepted} of ${inAll} recipients`;
}

/** Sends notices by e-mail, each in a session of its own. */
export function createEmail(options: EmailSettings, trust: SenderOptions): Channel {
  const sessions = createSmtpSessions(options.smtp, trust);
  return {
    name: 'email',
    // The person who requested a retry has no address here.
    takes: (event) => event !== 'retry-ended',
    async deliver(notice) {
      const message = await emailMessage(notice, options);
      try {
        const envelope = { from: options.from.address, to: [...options.to] };
        const { accepted } = await sessions.send(envelope, message);
        return {
          kind: 'delivered',
          receipt: receiptOf(messageId(notice, options), accepted.length, options.to.length),
        };
      } catch (error) {
        return failed(error, trust.timeoutMs);
      }
    },
    async close() {
      sessions.close();
    },
  };
}
