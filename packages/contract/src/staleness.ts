/**
 * The age in milliseconds from which what was read of Enterprise Manager is out of date: two intervals without anything newer,
 * and a second for the way from the server to the screen. The one formula of board, wall and every other page.
 */
export function staleAfter(pollSeconds: number): number {
  return (2 * pollSeconds + 1) * 1000;
}

/** Whether what was read so long ago (milliseconds) is out of date. */
export function isStale(age: number, pollSeconds: number): boolean {
  return age > staleAfter(pollSeconds);
}
