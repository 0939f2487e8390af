import { type JobRow, needsSince } from '@retry-desk/contract';
import { Link } from 'wouter';
import { isolated } from '#lib/isolated.ts';
import { markOfJob } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { attentionWords } from '#lib/words-attention.ts';
import { CardCell, CardRow, CardTable, Marked } from '#ui/card-table.tsx';
import { hatched } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { shiftWords as words } from './words.ts';

/** So many failed runs in a row are handed over, as the hand-over's text has it. */
const handOverStreak = 3;

const heads = [
  { text: words.columns.job, width: 'w-[26%]' },
  { text: words.columns.what, width: 'w-[23%]' },
  { text: words.columns.why, width: '' },
  { text: words.columns.since, width: 'w-28' },
  { text: words.columns.lastSuccess, width: 'w-28' },
];

function Trouble({ job: { hung, overdue, attention, state, streak, readSince } }: { job: JobRow }) {
  if (hung) return attentionWords.hangs;
  const late = overdue && (overdue.neverRan ? attentionWords.neverRan : attentionWords.didNotRun);
  if (attention === 'overdue') return late;
  const failed = state === 'unknown' ? words.resultUnknown : words.failedTimes(streak, readSince !== undefined);
  return late ? `${failed} · ${late}` : failed;
}

function whyOf({ cause, reasons }: JobRow): string {
  return cause?.title ?? reasons.find(({ text }) => text !== '')?.text ?? '';
}

function LastSuccess({ job: { lastSuccessAt, readSince } }: { job: JobRow }) {
  if (lastSuccessAt !== null) return <Time at={lastSuccessAt} show="day" />;
  return readSince === undefined ? catalogue.none : catalogue.notRead;
}

function Known({ known: { by, note, ticket, ticketUrl } }: { known: NonNullable<JobRow['acknowledged']> }) {
  return (
    <div className="text-s text-muted print:line-clamp-1">
      <b className="font-strong">{attentionWords.known}</b> {isolated(by)}: {isolated(note)}
      {ticket !== null && (
        <>
          {' · '}
          {ticketUrl === null ? (
            isolated(ticket)
          ) : (
            <a href={ticketUrl} target="_blank" rel="noreferrer">
              {isolated(ticket)}
            </a>
          )}
        </>
      )}
    </div>
  );
}

function AttentionRow({ job, isPrinted }: { job: JobRow; isPrinted: boolean }) {
  const since = needsSince(job);
  const why = whyOf(job);
  return (
    <CardRow className={`${isPrinted ? '' : 'print:hidden'} ${job.acknowledged ? hatched : ''}`}>
      <CardCell isHead className="print:h-6">
        <Marked state={markOfJob(job)}>
          <Link
            href={pages.job(job.id)}
            className="inline-flex min-h-6 min-w-0 items-center font-strong text-text no-underline hover:underline"
          >
            <span className="wrap-anywhere print:line-clamp-1">{job.name}</span>
          </Link>
        </Marked>
      </CardCell>
      <CardCell className="print:h-6">
        <Trouble job={job} />
        {job.streak >= handOverStreak && job.acknowledged === undefined && (
          <>
            {' '}
            <b className="inline-block rounded-full border border-line-strong px-2 text-s whitespace-nowrap font-strong">
              {words.handOver}
            </b>
          </>
        )}
      </CardCell>
      <CardCell isUnder className="text-muted print:h-6">
        <div className={`line-clamp-2 print:line-clamp-1 ${job.acknowledged ? 'print:hidden' : ''}`} title={why}>
          {isolated(why)}
        </div>
        {job.acknowledged && <Known known={job.acknowledged} />}
      </CardCell>
      <CardCell className="print:h-6 max-sm:col-start-1 max-sm:pl-4.75!">
        {since === null ? catalogue.unknownNumber : <Time at={since} show="day" />}
      </CardCell>
      <CardCell className="text-muted print:h-6">
        <span className="sm:hidden">{words.columns.lastSuccess}: </span>
        <LastSuccess job={job} />
      </CardCell>
    </CardRow>
  );
}

/** Jobs that need somebody: what, why, since when, and who has taken note. */
export function AttentionTable({ jobs, label, printed }: { jobs: readonly JobRow[]; label: string; printed: number }) {
  return (
    <CardTable label={label} heads={heads}>
      {jobs.map((job, place) => (
        <AttentionRow key={job.id} job={job} isPrinted={place < printed} />
      ))}
    </CardTable>
  );
}
