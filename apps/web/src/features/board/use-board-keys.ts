import { useEffect } from 'react';

export type BoardKeys = {
  search: () => void;
  move: (by: 1 | -1) => void;
  tick: () => void;
  retry: () => void;
  reasons: () => void;
  help: () => void;
};

/** Keys belong to a field while somebody types, and to a dialog while one is open. */
function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]')) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox' && target.type !== 'radio';
  return target.isContentEditable || /^(?:TEXTAREA|SELECT)$/.test(target.tagName);
}

/** The board's single keys; see words.board.help. */
export function useBoardKeys(keys: BoardKeys): void {
  // Follows the keyboard of the whole page.
  useEffect(() => {
    const actions: Record<string, () => void> = {
      '/': keys.search,
      j: () => keys.move(1),
      k: () => keys.move(-1),
      x: keys.tick,
      r: keys.retry,
      e: keys.reasons,
      '?': keys.help,
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTaken(event.target)) return;
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [keys]);
}
