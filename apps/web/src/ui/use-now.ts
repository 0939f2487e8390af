import { useSyncExternalStore } from 'react';
import { serverNow } from '#lib/server-clock.ts';

const listeners = new Set<() => void>();
let now = serverNow();
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  now = Math.floor(serverNow() / 1000) * 1000;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** Now by the server's clock, renewed in steps of so many seconds (1 at least); one timer serves the whole page. */
export function useNow(seconds = 10): number {
  return useSyncExternalStore(subscribe, () => {
    if (timer === null) now = Math.floor(serverNow() / 1000) * 1000;
    const step = seconds * 1000;
    return Math.floor(now / step) * step;
  });
}
