import { isNowhere } from '#ui/use-modal.ts';

/**
 * Whenever what had the keyboard is taken out of the page, the nearest thing around it that is still there gets it, else the
 * content of the page: never nothing. Nobody has to think of that who hides a button.
 */
export function keepFocus(): void {
  let around: readonly HTMLElement[] = [];
  document.addEventListener('focusin', ({ target }) => {
    around = target instanceof HTMLElement ? ancestorsOf(target) : [];
  });
  new MutationObserver(() => {
    const [focused, ...others] = around;
    if (focused === undefined || focused.isConnected || !isNowhere()) return;
    const nearest = others.find((element) => element.isConnected && element.tabIndex >= 0);
    around = [];
    (nearest ?? document.getElementById('content'))?.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
}

/** The element and all it stands in, itself first. */
function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) found.push(at);
  return found;
}
