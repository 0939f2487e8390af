/** For the box that comes after a press: its text is seen, however long the list above it is. */
export function inView(box: HTMLElement | null): void {
  box?.scrollIntoView({ block: 'nearest' });
}
