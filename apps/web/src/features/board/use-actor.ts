import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import type { Actor } from '#lib/job-can.ts';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';

/** The signed-in person, the time, and whether a request could be recorded and done. */
export function useActor(): Actor {
  const { role } = useSession();
  const { zone } = usePreferences();
  return { role, journal: useJournal(), em: useTrust().em, now: useNow(5), zone };
}
