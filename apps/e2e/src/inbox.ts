import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as textOf } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { type Arrived, inboxPage } from './inbox-page.ts';

/** A mail server and a receiver of webhooks on this machine, with a page that shows what arrived. */
export type Inbox = {
  /** The page. */
  url: string;
  /** For NOTIFY_WEBHOOK_URL and NOTIFY_SMTP_URL. */
  webhookUrl: string;
  smtpUrl: string;
  /** Newest last. */
  arrived: readonly Arrived[];
  /** Sets the status that webhooks are answered with from now on. */
  answerWith: (status: number) => void;
  stop: () => Promise<void>;
};

async function readMail(stream: AsyncIterable<Uint8Array>): Promise<Arrived> {
  const mail = await PostalMime.parse(await textOf(stream));
  return {
    ...{ kind: 'mail', at: new Date(), subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html ?? '' },
    from: mail.from?.address ?? '',
    to: (mail.to ?? []).map(({ address }) => address ?? '').join(', '),
  };
}

async function readWebhook(request: IncomingMessage): Promise<Arrived> {
  const body = await textOf(request);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    /^(?:idempotency-key|x-retry-desk-)/.test(name) ? [[name, String(value)] as const] : [],
  );
  const notice: unknown = JSON.parse(body);
  const subject = typeof notice === 'object' && notice !== null && 'subject' in notice ? String(notice.subject) : '';
  return { kind: 'webhook', at: new Date(), subject, headers: Object.fromEntries(headers), body };
}

/** Opens an inbox on loopback; the page listens on this port, or a free one. */
export async function openInbox(port = 0): Promise<Inbox> {
  const arrived: Arrived[] = [];
  let status = 204;
  const mails = new SMTPServer({
    ...{ logger: false, closeTimeout: 100, authOptional: true, hideSTARTTLS: true },
    onData(stream, _session, callback) {
      readMail(stream).then((mail) => {
        arrived.push(mail);
        callback();
      }, callback);
    },
  });
  mails.on('error', () => undefined);
  const mailListener = mails.listen(0, 'localhost');
  await once(mailListener, 'listening');

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') {
      const webhook = await readWebhook(request);
      if (status < 300) arrived.push(webhook);
      response.writeHead(status).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      // Mails are shown in frames that run nothing and fetch nothing.
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    });
    response.end(inboxPage(arrived));
  }
  const pages = createServer((request, response) => {
    respond(request, response).catch(() => response.writeHead(400).end());
  });
  await once(pages.listen(port, 'localhost'), 'listening');
  const portOf = (listener: { address(): unknown }) => (listener.address() as AddressInfo).port; // both listen on TCP
  const url = `http://localhost:${portOf(pages)}`;
  return {
    ...{ url: `${url}/`, webhookUrl: `${url}/webhook`, smtpUrl: `smtp://localhost:${portOf(mailListener)}`, arrived },
    answerWith: (next) => {
      status = next;
    },
    stop: async () => {
      pages.closeAllConnections();
      pages.close();
      await new Promise<void>((resolve) => void mails.close(() => resolve()));
    },
  };
}
