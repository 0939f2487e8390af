/** Something has been drawn: on the board, its first rows. A page that nobody sees yet is not drawn. */
const painted = new Promise<void>((resolve) => {
  new PerformanceObserver((_paints, observer) => {
    observer.disconnect();
    resolve();
  }).observe({ type: 'paint', buffered: true });
});

/**
 * Does something once the page is drawn and has nothing better to do: while it waits for its first data it is idle, too,
 * and a script fetched then delays its first view. Safari reports idleness only lately, and gets two seconds.
 */
export function whenIdle(work: () => void): void {
  void painted.then(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => work());
    else setTimeout(work, 2000);
  });
}
