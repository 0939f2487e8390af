type Part = { shown: number; older: boolean; newer: boolean };

/** Shows on paper that a list is longer than what is printed of it; null where it is not. */
export function partWords({ shown, older, newer }: Part): string | null {
  if (!older && !newer) return null;
  const missing = older && newer ? 'newer and older' : older ? 'older' : 'newer';
  const shownPart = newer ? `${shown} entries` : `The newest ${shown}`;
  return `${shownPart}: ${missing} entries are not printed.`;
}
