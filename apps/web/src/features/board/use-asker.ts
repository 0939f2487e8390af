import { useQuery } from '@tanstack/react-query';
import { useSession } from '#api/session-context.ts';
import type { Asker } from '#lib/job-can.ts';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { boardQuery } from './queries.ts';

/** Who is signed in, when, and whether what they ask for could be written down, as the newest board says. */
export function useAsker(): Asker {
  const { role } = useSession();
  const { zone } = usePreferences();
  const now = useNow(5);
  // The shell asks for the board on every page: this only listens.
  const { data: journal = 'ok' } = useQuery({
    ...boardQuery(),
    select: ({ data }) => data.journal.state,
    refetchInterval: false,
    refetchOnMount: false,
  });
  return { role, journal, now, zone };
}
