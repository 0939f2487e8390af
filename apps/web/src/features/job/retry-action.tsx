import type { JobRow } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '#api/api-error.ts';
import { explain, withDetail } from '#api/explain.ts';
import type { RetryAnswer } from '#api/request-retries.ts';
import { isLeftToVeeam, retryJob } from '#api/retries.ts';
import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import { jobCan } from '#lib/job-can.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Quote } from '#ui/quote.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { jobWords as words } from './words.ts';

/** The question before a job is retried that Veeam will try by itself; the board lends it. */
export type RetryQuestion = ComponentType<{ job: JobRow; onClose: () => void }>;

function WithoutTask({ error, isKnown }: { error: unknown; isKnown: boolean }) {
  const { text, emMessage } = explain(error);
  const open = error instanceof ApiError ? error.problem?.task : undefined;
  return (
    <p role="alert" className="max-w-105 text-failed">
      <b>{isKnown ? words.retryFailed : words.retryUnknown}.</b>{' '}
      {open ? words.retryOpen(open.requestedBy) : withDetail(text, error)} {emMessage && <Quote>{emMessage}</Quote>}{' '}
      {open && <Link href={pages.task(open.taskId)}>{words.seeRetry}</Link>}
    </p>
  );
}

/** Retry, or why not; what the server has refused, and what it has not answered, stands beside it. */
function RetryPress({ job, onConfirmFirst }: { job: JobRow; onConfirmFirst: () => void }) {
  const client = useQueryClient();
  const session = useSession();
  const { role } = session;
  const { zone } = usePreferences();
  const can = jobCan.retry(job, { role, journal: useJournal(), em: useTrust().em, now: useNow(5), zone });
  const [answer, setAnswer] = useState<RetryAnswer | null>(null);
  const retry = useMutation({
    mutationFn: () =>
      retryJob(session, job.id, job.run?.id ?? null, (given) => {
        if (isLeftToVeeam(given)) onConfirmFirst();
        else setAnswer(given);
      }),
    onMutate: () => setAnswer(null),
    onSettled: () => client.invalidateQueries(),
  });
  const anyway = can.ok ? can.anyway : undefined;
  return (
    <div className="grid justify-items-end gap-2">
      <Button
        variant="primary"
        size="large"
        pending={retry.isPending}
        disabledReason={can.ok ? null : can.reason}
        title={anyway && catalogue.can.anyway(anyway)}
        aria-haspopup={anyway === undefined ? undefined : 'dialog'}
        onClick={() => (anyway === undefined ? retry.mutate() : onConfirmFirst())}
      >
        {retry.isPending ? words.retrying : anyway === undefined ? words.retry : catalogue.board.retryAsks}
      </Button>
      {answer && 'error' in answer && !job.openRetry && <WithoutTask {...answer} />}
    </div>
  );
}

/** The button of a job's page, and the question before a retry that Veeam would make by itself. Another run is another press. */
export function RetryAction({ job, RetryDialog }: { job: JobRow; RetryDialog: RetryQuestion }) {
  const [isConfirming, setConfirming] = useState(false);
  return (
    <>
      <RetryPress key={job.run?.id} job={job} onConfirmFirst={() => setConfirming(true)} />
      {isConfirming && <RetryDialog job={job} onClose={() => setConfirming(false)} />}
    </>
  );
}
