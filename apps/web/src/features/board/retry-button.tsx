import type { JobRow } from '@retry-desk/contract';
import { useSession } from '#api/session-context.ts';
import { type Can, jobCan } from '#lib/job-can.ts';
import { markOfRetry } from '#lib/marks.ts';
import { clock } from '#lib/time.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';

/** What may be done with a job now, by whom is signed in. */
function useCanRetry(job: JobRow): Can {
  const { role } = useSession();
  const { zone } = usePreferences();
  return jobCan.retry(job, { role, now: useNow(5), zone });
}

type RetryButtonProps = { job: JobRow; pending: boolean; onRetry: (job: JobRow) => void };

/** Retry at the right edge of a row: one press asks; where it may not be pressed it says why. */
export function RetryButton({ job, pending, onRetry }: RetryButtonProps) {
  const can = useCanRetry(job);
  const { zone } = usePreferences();
  const { board } = words;
  if (pending) {
    return (
      <Button pending aria-label={`${board.asking} ${job.name}`}>
        {board.asking}
      </Button>
    );
  }
  const reason = can.ok ? null : can.reason;
  if (!can.ok && can.kind === 'open-retry' && job.openRetry) {
    const { state } = job.openRetry;
    return (
      <Button disabledReason={reason} className="border-transparent">
        <StateMark state={markOfRetry[state]} />
        {words.states[state].step}
      </Button>
    );
  }
  if (!can.ok && can.kind === 'auto' && job.autoRetryAt) {
    return <Button disabledReason={reason}>{board.auto(clock(Date.parse(job.autoRetryAt), zone))}</Button>;
  }
  return (
    <Button disabledReason={reason} aria-label={board.retryJob(job.name)} onClick={() => onRetry(job)}>
      {board.retry}
    </Button>
  );
}
