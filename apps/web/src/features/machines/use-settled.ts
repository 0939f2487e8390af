import { useEffect, useState } from 'react';

/** So long nothing is typed before what stands there is asked for. */
const SETTLED_MS = 150;

/** The text once it has stayed the same for a moment: what is being typed is not asked for letter by letter. */
export function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  // Follows the clock.
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
