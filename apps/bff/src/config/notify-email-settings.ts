import { isLoopback } from './em-settings.ts';
import type { Reader } from './environment.ts';

/** A mail server. `starttls`: refused without it; `never`: in the clear. */
export type SmtpSettings = {
  host: string;
  port: number;
  tls: 'implicit' | 'starttls' | 'never';
  login: { user: string; password: string } | null;
};

export type EmailSettings = { smtp: SmtpSettings; from: { name: string; address: string }; to: string[] };

const example = 'smtps://user:password@mail.example.local or smtp://mail.example.local:587';

function parseSmtp(value: string): { url: URL; user: string; password: string } | null {
  const url = URL.parse(value.trim());
  const options = [...(url?.searchParams.keys() ?? [])];
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname))
    return null;
  if (url.hash !== '' || options.some((name) => name !== 'tls')) return null;
  if (url.username === '' && url.password !== '') return null;
  try {
    return { url, user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    return null;
  }
}

/** TLS by the address; without it only to this machine, or where the address demands that. */
function tlsOf({ protocol, hostname, searchParams }: URL): SmtpSettings['tls'] | null {
  const wanted = searchParams.get('tls');
  if (protocol === 'smtps:') return wanted === null ? 'implicit' : null;
  if (wanted === null) return isLoopback(hostname) ? 'never' : 'starttls';
  return wanted === 'starttls' || wanted === 'never' ? wanted : null;
}

function readSmtp(reader: Reader, value: string): SmtpSettings | null {
  const parsed = parseSmtp(value);
  if (parsed === null) {
    reader.fault(
      `NOTIFY_SMTP_URL is no address of a mail server: give ${example}, with special characters of user and password percent-encoded.`,
    );
    return null;
  }
  const { url, user, password } = parsed;
  const tls = tlsOf(url);
  if (tls === null) {
    reader.fault('NOTIFY_SMTP_URL: tls takes starttls or never, and only after smtp://.');
    return null;
  }
  if (tls === 'never' && user !== '' && !isLoopback(url.hostname)) {
    reader.fault('NOTIFY_SMTP_URL: with tls=never the password would travel in the clear; leave one of them out.');
    return null;
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls === 'implicit' ? 465 : 587) : Number(url.port),
    tls,
    login: user === '' ? null : { user, password },
  };
}

const addressPattern = /^[^\s\p{C}@<>,;:"()[\]\\]+@[^\s\p{C}@<>,;:"()[\]\\]+$/u;

function readFrom(reader: Reader): EmailSettings['from'] {
  const value = reader.text('NOTIFY_EMAIL_FROM')?.trim() ?? '';
  const [, name = '', inBrackets] = /^([^<>\p{C}]*)<([^<>]*)>$/u.exec(value) ?? [];
  const address = inBrackets ?? value;
  if (!addressPattern.test(address)) {
    reader.fault('NOTIFY_EMAIL_FROM is no sender: give an address, Retry Desk <desk@example.local>.');
  }
  return { name: name.trim().replace(/^"(.*)"$/, '$1'), address };
}

function readTo(reader: Reader): string[] {
  const parts = (reader.text('NOTIFY_EMAIL_TO') ?? '').split(',').map((part) => part.trim());
  const to = parts.filter((part) => part !== '');
  if (to.length === 0 || !to.every((address) => addressPattern.test(address))) {
    reader.fault('NOTIFY_EMAIL_TO names no recipients: give addresses with commas between, backup@example.local.');
  }
  return to;
}

/** The mail server, the sender and the recipients of notices; null where no mail server is given. */
export function readEmailSettings(reader: Reader): EmailSettings | null {
  const value = reader.secret('NOTIFY_SMTP_URL');
  if (value === undefined) {
    const given = (['NOTIFY_EMAIL_FROM', 'NOTIFY_EMAIL_TO'] as const).filter((name) => reader.text(name) !== undefined);
    if (given.length > 0)
      reader.fault(`${given.join(', ')}: given without NOTIFY_SMTP_URL; give it, or leave them out.`);
    return null;
  }
  const smtp = value === null ? null : readSmtp(reader, value);
  const [from, to] = [readFrom(reader), readTo(reader)];
  return smtp === null ? null : { smtp, from, to };
}
