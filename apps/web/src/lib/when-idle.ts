/** Does something once the page has nothing better to do; Safari reports that only lately, and gets two seconds. */
export function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(() => work());
  else setTimeout(work, 2000);
}
