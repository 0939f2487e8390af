import { useCallback, useRef, useState } from 'react';
import { keyName } from '#lib/key-name.ts';
import { useListeners } from '#ui/use-listeners.ts';

/** Text typed after Ctrl-K goes into the search, also while its field is not there yet. */
export function useFinding() {
  const [finding, setFinding] = useState(false);
  /** Typed since the search was requested; null while its field has the keyboard itself, or nobody searches. */
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
  function onKey(event: KeyboardEvent) {
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
  }
  // Before anything in the page receives the key.
  useListeners({ keydown: onKey }, { capture: true });
  return { finding, find, close, takeTyped };
}
