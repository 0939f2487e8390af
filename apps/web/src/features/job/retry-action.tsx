import type { JobRow } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ApiError } from '#api/api-error.ts';
import type { RetryAnswer } from '#api/ask-retries.ts';
import { explain, withDetail } from '#api/explain.ts';
import { retryJob } from '#api/retries.ts';
import { useJournal, useSession, useTrust } from '#api/session-context.ts';
import { jobCan } from '#lib/job-can.ts';
import { pages } from '#lib/paths.ts';
import { words as allWords } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Quote } from '#ui/notice.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { jobWords as words } from './words.ts';

function WithoutTask({ error, isKnown }: { error: unknown; isKnown: boolean }) {
  const { text, emMessage } = explain(error);
  const open = error instanceof ApiError ? error.problem?.task : undefined;
  return (
    <p role="alert" className="retry-refused">
      <b>{isKnown ? words.retryFailed : words.retryUnknown}.</b>{' '}
      {open ? words.retryOpen(open.requestedBy) : withDetail(text, error)} {emMessage && <Quote>{emMessage}</Quote>}{' '}
      {open && <Link href={pages.task(open.taskId)}>{words.seeRetry}</Link>}
    </p>
  );
}

/** Retry, or why not; what the server says no to, and what it has not answered, stands beside it. */
export function RetryAction({ job }: { job: JobRow }) {
  const client = useQueryClient();
  const session = useSession();
  const { role } = session;
  const { zone } = usePreferences();
  const can = jobCan.retry(job, { role, journal: useJournal(), em: useTrust().em, now: useNow(5), zone });
  const [answer, setAnswer] = useState<RetryAnswer | null>(null);
  const retry = useMutation({
    mutationFn: () => retryJob(session, job.id, job.run?.id ?? null, setAnswer),
    onMutate: () => setAnswer(null),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <div className="retry-action">
      <Button
        variant="primary"
        size="large"
        pending={retry.isPending}
        disabledReason={can.ok ? null : can.reason}
        title={can.ok && can.anyway ? allWords.can.anyway(can.anyway) : undefined}
        onClick={() => retry.mutate()}
      >
        {retry.isPending ? words.retrying : words.retry}
      </Button>
      {answer && 'error' in answer && !job.openRetry && <WithoutTask {...answer} />}
    </div>
  );
}
