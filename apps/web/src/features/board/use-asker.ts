import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import type { Asker } from '#lib/job-can.ts';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';

/** Who is signed in, when, and whether what they ask for could be written down and done. */
export function useAsker(): Asker {
  const { role } = useSession();
  const { zone } = usePreferences();
  return { role, journal: useJournal(), em: useTrust().em, now: useNow(5), zone };
}
