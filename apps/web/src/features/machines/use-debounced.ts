import { useEffect, useState } from 'react';

/** The pause in typing after which the text is searched for. */
const DEBOUNCE_MS = 150;

/** The text once it has stayed the same for a moment: what is being typed is not searched for letter by letter. */
export function useDebounced(text: string): string {
  const [debounced, setDebounced] = useState(text);
  // Follows the clock.
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(text), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return debounced;
}
