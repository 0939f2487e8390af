import { readStored, writeStored } from './stored.ts';

/** A person's choices for this browser. `system` and `local` follow the browser itself. */
export type Preferences = {
  theme: 'system' | 'light' | 'dark';
  zone: 'local' | 'utc';
  /** The rows of the board: jobs, or causes with their jobs. */
  boardBy: 'job' | 'cause';
};

const key = 'retry-desk.preferences';
const listeners = new Set<() => void>();
let current: Preferences = read();

function read(): Preferences {
  const found: Preferences = { theme: 'system', zone: 'local', boardBy: 'job' };
  try {
    const stored: unknown = JSON.parse(readStored(key) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return found;
    if ('theme' in stored && (stored.theme === 'light' || stored.theme === 'dark')) found.theme = stored.theme;
    if ('zone' in stored && stored.zone === 'utc') found.zone = 'utc';
    if ('boardBy' in stored && stored.boardBy === 'cause') found.boardBy = 'cause';
  } catch {
    // The stored value is not ours.
  }
  return found;
}

export function preferences(): Preferences {
  return current;
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  writeStored(key, JSON.stringify(current));
  for (const listener of listeners) listener();
}

export function onPreferences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
