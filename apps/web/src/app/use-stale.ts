import type { Board } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import type { Fresh } from '#api/request.ts';
import { boardQuery } from '#features/board/queries.ts';
import { type Staleness, staleness } from '#lib/staleness.ts';
import { useNow } from '#ui/use-now.ts';

/** Only listens: the header requests the board on every page. */
const listening = { refetchInterval: false, refetchOnMount: false } as const;

/** The newest board, and why it may not be true any more: the same for header, banner, title, favicon and buttons. */
export function useStale(): { fresh: Fresh<Board> | undefined; error: Error | null; stale: Staleness | null } {
  const { data: fresh, error } = useQuery({ ...boardQuery(), ...listening });
  const now = useNow(1);
  return { fresh, error, stale: fresh ? staleness(fresh, error !== null, now) : null };
}
