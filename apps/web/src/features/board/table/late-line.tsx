import type { JobRow } from '@retry-desk/contract';
import { isolated } from '#lib/isolated.ts';
import { words } from '#lib/words.ts';
import { attentionWords as text } from '#lib/words-attention.ts';
import { StateWord } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';

/** That a job is late or hangs: since when, and what it last came to. */
export function LateLine({ job }: { job: JobRow }) {
  const { hung, overdue, streak } = job;
  if (hung) {
    const { longestMinutes } = hung;
    return (
      <>
        <StateWord state="hung">
          {text.hungSince} <Time at={hung.since} show="day" />
        </StateWord>{' '}
        <span className="text-muted">
          {[
            job.run && words.board.progress(job.run.progress),
            longestMinutes !== null && text.usually(longestMinutes),
            streak > 0 && text.before(words.board.streakSpoken(streak, false)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
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

/** The acknowledgement: by whom, until when, and its note. */
export function KnownLine({ known }: { known: NonNullable<JobRow['acknowledged']> }) {
  const { by, note, ticket, ticketUrl, until } = known;
  return (
    <div className="flex min-w-0 gap-x-1.5 text-s">
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
    </div>
  );
}
