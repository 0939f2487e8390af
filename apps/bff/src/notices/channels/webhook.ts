import { createHmac } from 'node:crypto';
import type { Channel } from './channel.ts';
import type { HttpSender } from './http-sender.ts';

/** The name that a receiver gave it: the `id` of its JSON answer. */
function receiptOf(text: string): string | null {
  // Most answers are empty, and an error for each of them would cost more than the rest of the delivery.
  if (!text.startsWith('{')) return null;
  try {
    const answer: unknown = JSON.parse(text);
    const id = typeof answer === 'object' && answer !== null && 'id' in answer ? String(answer.id) : '';
    return /^[\w.:/-]{1,100}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}

/** Posts the notice as JSON, signed where there is a secret. */
export function createWebhook({ url, secret }: { url: URL; secret: string | null }, sender: HttpSender): Channel {
  return {
    name: 'webhook',
    takes: () => true,
    async deliver(notice) {
      const body = JSON.stringify(notice);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signed = secret === null ? null : createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
      const answer = await sender.postJson(url, body, {
        'idempotency-key': notice.id,
        'x-retry-desk-timestamp': timestamp,
        ...(signed === null ? {} : { 'x-retry-desk-signature': `sha256=${signed}` }),
      });
      return answer.kind === 'accepted' ? { kind: 'delivered', receipt: receiptOf(answer.text) } : answer;
    },
    close: () => sender.close(),
  };
}
