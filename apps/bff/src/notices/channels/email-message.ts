import { createHash } from 'node:crypto';
import type { Notice } from '@retry-desk/contract';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { EmailSettings } from '#config/notify-email-settings.ts';
import { inline } from '../inline-text.ts';
import { html, plainText } from '../notice-text.ts';

type Addresses = Pick<EmailSettings, 'from' | 'to'>;

/** The Message-ID of a notice: the same at each attempt. */
export function messageId({ id }: Notice, { from }: Addresses): string {
  return `<${id}@${from.address.split('@')[1]}>`;
}

/** A message that all notices of a key answer, so that mail programs show them as one thread. */
function threadId({ key }: Notice, { from }: Addresses): string {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `<thread-${name}@${from.address.split('@')[1]}>`;
}

/** A notice as a message: plain text first, then HTML. */
export function emailMessage(notice: Notice, addresses: Addresses): Promise<Buffer> {
  const thread = threadId(notice, addresses);
  return new MailComposer({
    from: addresses.from,
    to: addresses.to,
    subject: inline(notice.subject, 300),
    date: new Date(notice.at),
    messageId: messageId(notice, addresses),
    inReplyTo: thread,
    references: thread,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Retry-Desk-Key': inline(notice.key),
    },
    text: plainText(notice),
    html: html(notice),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
}
