import type { Kysely } from 'kysely';
import type { Database } from '#store/schema.ts';
import { sessionLimits } from './session-limits.ts';

/**
 * Removes sessions that have expired: those at their absolute end, and walls that were not displayed for too long.
 * `now`: milliseconds.
 */
export async function pruneSessions(db: Kysely<Database>, now: number): Promise<void> {
  await db
    .deleteFrom('browser_sessions')
    .where(({ or, and, eb }) =>
      or([
        eb('expires_at', '<', now),
        // A wall's end is years away; a person's is so near that being idle makes no difference.
        and([eb('role', '=', 'wall'), eb('seen_at', '<', now - sessionLimits.wall.idleMs)]),
      ]),
    )
    .execute();
}
