import { setTimeout as pause } from 'node:timers/promises';

/** Waits for work that may take long, but not longer than this. Rejects as the work does. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const given = new AbortController();
  const timeout = pause(ms, undefined, { signal: given.signal }).catch(() => undefined);
  await Promise.race([work, timeout]).finally(() => given.abort());
}
