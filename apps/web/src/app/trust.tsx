import { type ReactNode, useMemo } from 'react';
import { JournalContext, TrustContext } from '#api/session-context.ts';
import { hasTrueNumbers, isEmAway, isTold } from '#lib/staleness.ts';
import { useStale } from './use-stale.ts';

/** Tells every page what may be built on the newest board; draws nothing anew but whom a change concerns. */
export function Trusting({ children }: { children: ReactNode }) {
  const { fresh, error, stale } = useStale();
  const numbers = error === null && hasTrueNumbers(stale);
  const told = error === null && isTold(stale);
  const em = isEmAway(stale) ? 'away' : 'ok';
  const trust = useMemo(() => ({ numbers, told, em }) as const, [numbers, told, em]);
  return (
    <JournalContext value={fresh?.data.journal.state ?? 'ok'}>
      <TrustContext value={trust}>{children}</TrustContext>
    </JournalContext>
  );
}
