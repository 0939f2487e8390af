/** For the box that comes after a press: what it says is seen, however long the list above it is. */
export function inView(box: HTMLElement | null): void {
  box?.scrollIntoView({ block: 'nearest' });
}
