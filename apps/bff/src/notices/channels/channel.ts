import type { Notice, NoticeChannel, NoticeEvent } from '@retry-desk/contract';

/** The outcome of one attempt to deliver a notice. */
export type Delivery =
  /** `receipt`: how the other side, or the message, can be found there; null where it has no name. */
  | { kind: 'delivered'; receipt: string | null }
  /** This notice is refused: others may be accepted. */
  | { kind: 'refused'; error: string }
  /** The channel does not work: network, TLS, timeout, credentials, address, or too many requests. */
  | { kind: 'unavailable'; error: string; retryAfterMs: number | null };

/** One way that notices leave by. Errors are our own words, without addresses and anything the other side sent. */
export type Channel = {
  readonly name: NoticeChannel;
  /** Whether notices of this event leave by it. */
  takes(event: NoticeEvent): boolean;
  /** One attempt. Never throws but for a fault of ours. */
  deliver(notice: Notice): Promise<Delivery>;
  /** Posts again what still fires: the other side forgets it at a restart. */
  repeat?(firing: readonly Notice[]): Promise<Delivery>;
  close(): Promise<void>;
};

/** A channel that one with other secrets or authorities may take the place of. */
export type ReplaceableChannel = Channel & {
  /** An attempt that is on its way ends as it began. */
  replace(next: Channel): void;
};

export function replaceable(first: Channel): ReplaceableChannel {
  const all = [first];
  let now = first;
  return {
    name: first.name,
    takes: (event) => now.takes(event),
    deliver: (notice) => now.deliver(notice),
    // Only some post again what still fires; that does not depend on secrets.
    ...(first.repeat === undefined ? {} : { repeat: async (firing) => now.repeat?.(firing) ?? nothingToRepeat }),
    // One that was replaced may still have an attempt on its way.
    close: async () => void (await Promise.all(all.map((each) => each.close()))),
    replace(next) {
      now = next;
      all.push(next);
    },
  };
}

const nothingToRepeat: Delivery = { kind: 'delivered', receipt: null };
