/** A page that was not touched for this long (ms) has perhaps been left. */
const leftAfter = 60_000;
const touches = ['pointerdown', 'pointermove', 'wheel', 'keydown'];

// A person who opens a page is there.
let touchedAt = performance.now();

/** Watches whether somebody is there: what the page requests by itself must not keep them signed in. */
export function followTouches(page: EventTarget): void {
  for (const touch of touches) {
    page.addEventListener(
      touch,
      () => {
        touchedAt = performance.now();
      },
      { capture: true, passive: true },
    );
  }
}

/** Whether nobody has touched the page for a while. */
export function isUnattended(): boolean {
  return performance.now() - touchedAt >= leftAfter;
}
