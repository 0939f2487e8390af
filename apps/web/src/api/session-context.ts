import type { JournalHealth, Session } from '@retry-desk/contract';
import { createContext, useContext } from 'react';

/** The signed-in person; set once by the app around every page but sign-in and wall. */
export const SessionContext = createContext<Session | null>(null);

/** Whether the journal responds, by the newest board; set like the session. */
export const JournalContext = createContext<JournalHealth['state']>('ok');

export function useJournal(): JournalHealth['state'] {
  return useContext(JournalContext);
}

/**
 * The trust in the newest board: whether its numbers may be shown, whether our own server reports what is so now, and
 * whether Enterprise Manager can be reached with a request.
 */
export type Trust = { numbers: boolean; current: boolean; em: 'ok' | 'away' };

/** As `lib/staleness.ts` judges it; set like the session. */
export const TrustContext = createContext<Trust>({ numbers: true, current: true, em: 'ok' });

export function useTrust(): Trust {
  return useContext(TrustContext);
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is only for pages inside the signed-in part of the app');
  return session;
}
