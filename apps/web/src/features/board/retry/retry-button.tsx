import type { JobRow } from '@retry-desk/contract';
import { jobCan } from '#lib/job-can.ts';
import { markOfRetry } from '#lib/marks.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { useActor } from '../use-actor.ts';

type RetryButtonProps = { job: JobRow; pending: boolean; onRetry: (job: JobRow) => void };

/** Retry at the right edge of a row: one press requests, or opens the dialog where Veeam will try by itself; where it may not be pressed it shows why. */
export function RetryButton({ job, pending, onRetry }: RetryButtonProps) {
  const actor = useActor();
  const can = jobCan.retry(job, actor);
  const board = words.board;
  if (pending) {
    return (
      <Button pending aria-label={`${board.requesting} ${job.name}`}>
        {board.requesting}
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
  const anyway = can.ok ? can.anyway : undefined;
  return (
    <Button
      disabledReason={reason}
      title={anyway && words.can.anyway(anyway)}
      aria-label={board.retryJob(job.name)}
      aria-haspopup={anyway === undefined ? undefined : 'dialog'}
      onClick={() => onRetry(job)}
    >
      {anyway ? board.retryAsks : board.retry}
    </Button>
  );
}
