/** The hour of the night, in the screen's own time, in which a wall starts afresh. */
const nightHour = 3;

/** Whether a page opened then has come to its nightly reload: in the small hours, and not twice a night. */
export function isReloadDue(openedAt: number, now: Date): boolean {
  return now.getHours() === nightHour && now.getTime() - openedAt > 2 * 3_600_000;
}
