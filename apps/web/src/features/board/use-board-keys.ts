import { keyName } from '#lib/key-name.ts';
import { useListeners } from '#ui/use-listeners.ts';

export type BoardKeys = {
  /** Whether there are rows that are not drawn, which the browser's own search would not find. */
  isPartly: boolean;
  search: () => void;
  move: (by: 1 | -1) => void;
  select: () => void;
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

/** The board's single keys; see lib/words-help.ts. */
export function useBoardKeys(keys: BoardKeys): void {
  const actions: Record<string, () => void> = {
    '/': keys.search,
    j: () => keys.move(1),
    k: () => keys.move(-1),
    x: keys.select,
    r: keys.retry,
    e: keys.reasons,
    '?': keys.help,
  };
  function onKey(event: KeyboardEvent) {
    if (event.altKey || event.defaultPrevented || isTaken(event.target)) return;
    const name = keyName(event);
    const isModified = event.ctrlKey || event.metaKey;
    const action = isModified ? keys.isPartly && name === 'f' && keys.search : actions[name];
    if (!action) return;
    event.preventDefault();
    action();
  }
  useListeners({ keydown: onKey });
}
