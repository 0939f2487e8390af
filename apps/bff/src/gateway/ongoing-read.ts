import type { ServerResponse } from 'node:http';
import { type CallSite, timedOut } from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import type { Places } from './places.ts';

/** One read, from the first byte requested to the last one translated. */
export type OngoingRead = {
  /** Aborted at the deadline, when the client disconnects, and at the end; its reason becomes the client's error. */
  signal: AbortSignal;
  /** The answer is large: waits for a place among the large ones. Throws Refusal where too many wait already. */
  grown(): Promise<void>;
  /** The answer is complete: a delay from now on is not the fault of Enterprise Manager. */
  translating(): void;
  end(): void;
};

function busy(): Refusal {
  const detail = 'Many large answers of Enterprise Manager are being read; ask again, for less (pageSize, filter).';
  return new Refusal('too-many-requests', detail, { status: 503, retryAfterSeconds: 5 });
}

/** Begins a read that ends with its deadline or its client, whichever is first. */
export function beginRead(response: ServerResponse, site: CallSite, deadlineMs: number, places: Places): OngoingRead {
  const ending = new AbortController();
  const { signal } = ending;
  const tooSlow = 'The answer could not be translated in time. Ask for less at a time (pageSize, filter), or for XML.';
  const reasons = {
    reading: () => timedOut(site, deadlineMs),
    waiting: busy,
    translating: () => new Refusal('em-unreachable', tooSlow),
  };
  let state: keyof typeof reasons = 'reading';
  let giveBack: (() => void) | null = null;
  const timer = setTimeout(() => ending.abort(reasons[state]()), deadlineMs);
  const gone = () => ending.abort(new Refusal('em-unreachable', 'The client has gone.'));
  response.once('close', gone);

  return {
    signal,
    async grown() {
      state = 'waiting';
      const place = await places.take(signal);
      if (place === null) throw busy();
      if (signal.aborted) {
        place();
        throw signal.reason;
      }
      giveBack = place;
      state = 'reading';
    },
    translating() {
      state = 'translating';
    },
    end() {
      clearTimeout(timer);
      response.off('close', gone);
      ending.abort();
      giveBack?.();
    },
  };
}
