import type { Transaction } from 'kysely';
import { Refusal } from '#route.ts';
import type { Database } from '#store/schema.ts';
import type { DeskContext } from './desk-context.ts';

/**
 * Between the click and now the session may have ended, or the role may have been taken away.
 * @throws Refusal `not-signed-in`, `forbidden`
 */
export async function checkRole(
  desk: Pick<DeskContext, 'roleNow'>,
  trx: Transaction<Database>,
  sessionId: string | undefined,
): Promise<void> {
  if (sessionId === undefined) return;
  const role = await desk.roleNow(trx, sessionId);
  if (role === null) throw new Refusal('not-signed-in', 'The session has ended meanwhile; nothing was sent.');
  if (role !== 'operator') throw new Refusal('forbidden', 'The role has been taken away meanwhile; nothing was sent.');
}
