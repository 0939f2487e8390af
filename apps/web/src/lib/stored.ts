/** For good, or for as long as a tab is open. */
type Store = 'localStorage' | 'sessionStorage';

/**
 * Storage of this browser, as text. There are browsers that keep nothing: without a store at all (`localStorage` is
 * null in many full-screen views of Android), with one that throws, or with a full disk. Nothing may break by that.
 */
export function readStored(key: string, store: Store = 'localStorage'): string | null {
  try {
    return globalThis[store]?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** Keeps a text where that is possible; else it is known until the page is left. */
export function writeStored(key: string, text: string, store: Store = 'localStorage'): void {
  try {
    globalThis[store]?.setItem(key, text);
  } catch {
    // Forgotten with the page.
  }
}
