import { useEffect, useState } from 'react';

/** So long nothing is typed before what stands there is requested. */
const DEBOUNCE_MS = 150;

/** The text once it has stayed the same for a moment: what is being typed is not requested letter by letter. */
export function useDebounced(text: string): string {
  const [debounced, setDebounced] = useState(text);
  // Follows the clock.
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return debounced;
}
