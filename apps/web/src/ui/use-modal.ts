import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * A native dialog that is modal while `open`. Closed or taken out of the page, it gives the keyboard back to what had it
 * before; where that is gone, to the page's content and never to nothing.
 */
export function useModal(open: boolean): RefObject<HTMLDialogElement | null> {
  const element = useRef<HTMLDialogElement>(null);
  // Follows the browser's own dialog, which opens by a call and not by an attribute.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!open || !dialog) return;
    dialog.showModal();
    return () => {
      dialog.close();
      // The former holder is gone where it has stayed here.
      if (isNowhere() || dialog.contains(document.activeElement))
        document.getElementById('content')?.focus({ preventScroll: true });
    };
  }, [open]);
  return element;
}

/** Whether nothing has the keyboard: what had it is gone. */
export function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
