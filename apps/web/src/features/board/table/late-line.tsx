import type { JobRow } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { withdrawAcknowledgement } from '#api/acknowledgements.ts';
import { explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { isolated } from '#lib/isolated.ts';
import { words } from '#lib/words.ts';
import { attentionWords as text } from '#lib/words-attention.ts';
import { StateWord } from '#ui/state-word.tsx';
import { Time } from '#ui/time.tsx';

/** That a job is late or hangs: since when, and what it last came to. */
export function LateLine({ job }: { job: JobRow }) {
  const { hung, overdue, streak } = job;
  if (hung) {
    const { longestMinutes } = hung;
    return (
      <>
        <div className="truncate">
          <StateWord state="hung">
            {text.hungSince} <Time at={hung.since} show="day" />
          </StateWord>
        </div>
        <div className="truncate text-muted max-sm:line-clamp-3 max-sm:whitespace-normal">
          {[
            job.run && words.board.progress(job.run.progress),
            longestMinutes !== null && text.usually(longestMinutes),
            streak > 0 && text.before(words.board.streakSpoken(streak, false)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </>
    );
  }
  if (!overdue) return null;
  return (
    <>
      <StateWord state="overdue">{overdue.neverRan ? text.neverRan : text.didNotRun}</StateWord>{' '}
      {overdue.expectedAt && (
        <span className="text-muted">
          {text.expected} <Time at={overdue.expectedAt} show="day" />
        </span>
      )}
    </>
  );
}

/** Ends an acknowledgement before its time; for operators. */
function Withdraw({ id, job }: { id: string; job: string }) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawAcknowledgement(id),
    onSettled: () => client.invalidateQueries(),
  });
  return (
    <>
      <button
        type="button"
        aria-label={text.withdrawOf(job)}
        aria-disabled={withdraw.isPending || undefined}
        className="min-h-6 flex-none text-muted underline decoration-line-control underline-offset-2 hover:text-text"
        onClick={() => withdraw.isPending || withdraw.mutate()}
      >
        {text.withdraw}
      </button>
      {withdraw.error && (
        <span role="alert" className="text-failed">
          {explainAction(withdraw.error, text.stillKnown).text}
        </span>
      )}
    </>
  );
}

/** The acknowledgement: by whom, until when, and its note. */
export function KnownLine({ job, known }: { job: string; known: NonNullable<JobRow['acknowledged']> }) {
  const { role } = useSession();
  const { id, by, note, ticket, ticketUrl, until } = known;
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-s sm:flex-nowrap">
      <span className="truncate max-sm:line-clamp-2 max-sm:whitespace-normal" title={note}>
        <b className="font-strong">{text.known}</b> {isolated(by)}
        {ticket && ' · '}
        {ticket &&
          (ticketUrl ? (
            <a href={ticketUrl} target="_blank" rel="noreferrer">
              {isolated(ticket)}
            </a>
          ) : (
            isolated(ticket)
          ))}
        {' · '}
        {until === 'next-success' ? (
          text.untilSuccess
        ) : (
          <>
            {text.until} <Time at={until} show="day" />
          </>
        )}
        {' · '}
        {isolated(note)}
      </span>
      {role === 'operator' && <Withdraw id={id} job={job} />}
    </div>
  );
}
