import type { WallLink } from '@retry-desk/contract';

/** `waiting`: nobody has opened it. `in-use`: a screen shows the wall by it. `away`: none has lately. */
export type LinkState = 'waiting' | 'in-use' | 'away';

/** A screen polls every few seconds, and the server writes that down once a minute. */
const lately = 5 * 60_000;

/** Whether the screen of a link is there. `now`: milliseconds of the server's clock. */
export function linkState({ openedAt, lastSeenAt }: Pick<WallLink, 'openedAt' | 'lastSeenAt'>, now: number): LinkState {
  if (openedAt === null) return 'waiting';
  return lastSeenAt !== null && now - Date.parse(lastSeenAt) < lately ? 'in-use' : 'away';
}
