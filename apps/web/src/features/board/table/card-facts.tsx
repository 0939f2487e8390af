import type { JobRow } from '@retry-desk/contract';
import { useSyncExternalStore } from 'react';
import { isSuccessUnread, noSuccess } from '#lib/not-read.ts';
import { DailyResults } from '#ui/daily-results.tsx';
import { Time } from '#ui/time.tsx';
import { Streak } from './streak.tsx';

/** From here on the table always has room for its columns. */
const roomy = window.matchMedia('(min-width: 64rem)');

function onRoom(listener: () => void): () => void {
  roomy.addEventListener('change', listener);
  return () => roomy.removeEventListener('change', listener);
}

/** Whether rows may have to be cards; where they never are, their facts are not drawn a second time. */
export function useMayBeCards(): boolean {
  return useSyncExternalStore(onRoom, () => !roomy.matches);
}

/** The facts on a card in place of the columns it has no room for. */
export function CardFacts({ job }: { job: JobRow }) {
  return (
    <td className="col-span-2 col-start-2 row-start-3 flex items-end gap-3 pt-1.5 pl-4.75 text-s text-muted @min-[640px]:hidden">
      <DailyResults job={job} />
      <span className="min-w-0">
        {job.streak > 1 && <Streak streak={job.streak} atLeast={isSuccessUnread(job)} />}{' '}
        {job.lastSuccessAt ? <Time at={job.lastSuccessAt} /> : noSuccess(job)}
      </span>
    </td>
  );
}
