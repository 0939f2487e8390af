import { useCallback, useEffect, useRef, useState } from 'react';
import { keyName } from '#lib/key-name.ts';

/** What is typed after Ctrl-K goes into the search, also while its field is not there yet. */
export function useFinding() {
  const [finding, setFinding] = useState(false);
  /** Typed since the search was asked for; null while its field has the keyboard itself, or nobody searches. */
  const typed = useRef<string | null>(null);
  const find = useCallback(() => {
    typed.current ??= '';
    setFinding(true);
  }, []);
  const close = useCallback(() => {
    typed.current = null;
    setFinding(false);
  }, []);
  const takeTyped = useCallback(() => {
    const text = typed.current ?? '';
    typed.current = null;
    return text;
  }, []);
  // Follows the keyboard of the whole page, before anything in it does.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { ctrlKey, metaKey, altKey } = event;
      if ((ctrlKey || metaKey) && !altKey && keyName(event) === 'k') {
        event.preventDefault();
        if (!document.querySelector('dialog[open]')) find();
      } else if (typed.current !== null && !ctrlKey && !metaKey && !altKey) {
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Escape') close();
        else if (event.key === 'Backspace') typed.current = typed.current.slice(0, -1);
        else if (event.key.length === 1) typed.current += event.key;
      }
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [find, close]);
  return { finding, find, close, takeTyped };
}
