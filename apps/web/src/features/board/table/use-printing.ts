import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let isPrinting = false;

/** Follows the browser's printing, and the look of a printed page that its tools show. */
function onPrinting(listener: () => void): () => void {
  const media = window.matchMedia('print');
  // Rows for the printer are drawn before the printer has them.
  const set = (now: boolean) => {
    isPrinting = now;
    flushSync(listener);
  };
  const onMedia = () => set(media.matches);
  const begin = () => set(true);
  const end = () => set(false);
  media.addEventListener('change', onMedia);
  window.addEventListener('beforeprint', begin);
  window.addEventListener('afterprint', end);
  return () => {
    media.removeEventListener('change', onMedia);
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  };
}

/** Whether the page is being printed. */
export function usePrinting(): boolean {
  return useSyncExternalStore(onPrinting, () => isPrinting);
}
