import { readStored, writeStored } from './stored.ts';

/** The events of which a person is notified by this browser. */
export type NotificationChoices = { retries: boolean; causes: boolean };

const key = 'retry-desk.notifications';
const listeners = new Set<() => void>();
let current = read();

function read(): NotificationChoices {
  const stored = (readStored(key) ?? '').split(' ');
  return { retries: stored.includes('retries'), causes: stored.includes('causes') };
}

function publish(): void {
  for (const listener of listeners) listener();
}

// Chosen in another tab.
window.addEventListener('storage', (event) => {
  if (event.key !== key) return;
  current = read();
  publish();
});

export function notificationChoices(): NotificationChoices {
  return current;
}

export function setNotificationChoices(change: Partial<NotificationChoices>): void {
  current = { ...current, ...change };
  writeStored(key, [current.retries && 'retries', current.causes && 'causes'].filter(Boolean).join(' '));
  publish();
}

export function onNotificationChoices(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
