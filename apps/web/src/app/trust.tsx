import { type ReactNode, useMemo } from 'react';
import { JournalContext, TrustContext } from '#api/session-context.ts';
import { hasTrueNumbers, isCurrent, isEmAway } from '#lib/staleness.ts';
import { useStale } from './use-stale.ts';

/** Gives every page what the newest board can be relied on for; only what a change concerns is drawn again. */
export function Trusting({ children }: { children: ReactNode }) {
  const { fresh, error, stale } = useStale();
  const numbers = error === null && hasTrueNumbers(stale);
  const current = error === null && isCurrent(stale);
  const em = isEmAway(stale) ? 'away' : 'ok';
  const trust = useMemo(() => ({ numbers, current, em }) as const, [numbers, current, em]);
  return (
    <JournalContext value={fresh?.data.journal.state ?? 'ok'}>
      <TrustContext value={trust}>{children}</TrustContext>
    </JournalContext>
  );
}
