/** Where the arrow keys lead in a list of so many; null is the search field itself. */
export function moveChoice(current: number | null, key: string, length: number): number | null {
  if (length === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return current === null ? 0 : (current + 1) % length;
    case 'ArrowUp':
      return current === null ? length - 1 : (current - 1 + length) % length;
    case 'PageDown':
      return Math.min(length - 1, (current ?? -1) + 8);
    case 'PageUp':
      return Math.max(0, (current ?? 0) - 8);
    default:
      return current;
  }
}
