import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether the page is being printed: what is drawn then is drawn before the printer has it. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  // Follows the browser's printing, and the look of a printed page that its tools show.
  useEffect(() => {
    const media = window.matchMedia('print');
    const set = (now: boolean) => flushSync(() => setPrinting(now));
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
  }, []);
  return isPrinting;
}
