import type { Delivery } from './channel.ts';
import { attemptMs, createHttpSender, type SenderOptions } from './http-sender.ts';

/** A sign of life for a service that reports when it does not come. */
export type Heartbeat = { send(): Promise<Delivery>; close(): Promise<void> };

/** A heartbeat that one to another address, or with other authorities, may take the place of. */
export function replaceableHeartbeat(first: Heartbeat): Heartbeat & { replace(next: Heartbeat): void } {
  const all = [first];
  let now = first;
  return {
    send: () => now.send(),
    // One that was replaced may still be on its way.
    close: async () => void (await Promise.all(all.map((each) => each.close()))),
    replace(next) {
      now = next;
      all.push(next);
    },
  };
}

/** Requests the address of a check (Healthchecks and the like) by GET. */
export function createHeartbeat(
  url: URL,
  { ca, proxy, timeoutMs = attemptMs }: Pick<SenderOptions, 'ca'> & Partial<SenderOptions>,
): Heartbeat {
  const sender = createHttpSender({ ca, proxy, timeoutMs });
  return {
    async send() {
      const answer = await sender.get(url);
      return answer.kind === 'accepted' ? { kind: 'delivered', receipt: null } : answer;
    },
    close: () => sender.close(),
  };
}
