import { type JobRow, needsSince } from '@retry-desk/contract';
import { memo, type Ref } from 'react';
import { Link } from 'wouter';
import { type MarkState, markOfJob, markOfRetry } from '#lib/marks.ts';
import { isSuccessUnread, noSuccess } from '#lib/not-read.ts';
import { pages } from '#lib/paths.ts';
import { shortHost } from '#lib/short-names.ts';
import { words } from '#lib/words.ts';
import { DailyResults } from '#ui/daily-results.tsx';
import { laterPage } from '#ui/later.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { hatched } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { RetryButton } from '../retry/retry-button.tsx';
import { CardFacts } from './card-facts.tsx';
import { columns } from './columns.ts';
import { CopyRow } from './copy-row.tsx';
import { endedAt, type Tried } from './last-fate.ts';
import { isSelectable } from './selection.ts';
import { Streak } from './streak.tsx';
import { Why } from './why.tsx';

const AllReasons = laterPage(async () => ({ default: (await import('./all-reasons.tsx')).AllReasons }));

export type RowActions = {
  onSelect: (id: string, range: boolean) => void;
  onReasons: (id: string) => void;
  onRetry: (job: JobRow) => void;
};

type RowProps = RowActions & {
  job: JobRow;
  gone: boolean;
  selected: boolean;
  open: boolean;
  pending: boolean;
  /** Its last retry, where that is over, did not help, and no newer run has come. */
  fate: Tried | null;
  maySelect: boolean;
  /** The key of the cause it stands under. */
  under?: string | undefined;
  /** Whether it may have to be a card. */
  cards: boolean;
  /** Its place in the whole list, from 0. */
  place: number;
  measure: Ref<HTMLTableSectionElement>;
};

/** Cells have their places on a card; from 640 px of room they follow the columns. */
const cell = 'block min-w-0 @min-[640px]:col-auto @min-[640px]:row-auto @min-[640px]:pr-3.5';

/** Acknowledged: stripes, as no colour may carry it alone. */

function markOf(job: JobRow): MarkState {
  return job.openRetry ? markOfRetry[job.openRetry.state] : markOfJob(job);
}

function SelectCell({
  job,
  selected,
  gone,
  maySelect,
  onSelect,
}: Pick<RowProps, 'job' | 'selected' | 'gone' | 'maySelect' | 'onSelect'>) {
  const off = !maySelect || gone || !isSelectable(job);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the box itself; a finger needs more than its 15 px
    <td
      className={`${cell} col-start-1 row-start-1 flex self-stretch pt-0.5 @min-[640px]:items-center @min-[640px]:pt-0 @min-[640px]:pr-0 @min-[640px]:pl-5`}
      onClick={(event) => {
        if (!off && event.target === event.currentTarget) onSelect(job.id, event.shiftKey);
      }}
    >
      <input
        type="checkbox"
        className="block"
        aria-label={words.board.selectJob(job.name)}
        checked={selected}
        disabled={off}
        title={maySelect ? undefined : words.can.viewer}
        onChange={(event) => {
          const press = event.nativeEvent;
          onSelect(job.id, press instanceof MouseEvent && press.shiftKey);
        }}
      />
    </td>
  );
}

function JobCell({ job }: { job: JobRow }) {
  const { backupServer } = job;
  const at = needsSince(job) ?? job.run?.startedAt;
  return (
    <th scope="row" className={`${cell} col-start-2 row-start-1 text-left font-normal`}>
      <div className="flex min-w-0 items-center gap-2.25">
        <StateMark state={markOf(job)} />
        <span className="sr-only">{words.board.attentionState(job)}</span>
        <Link
          href={pages.job(job.id)}
          className="truncate font-strong text-text max-sm:whitespace-normal no-underline hover:underline"
          title={job.name}
        >
          {job.name}
        </Link>
      </div>
      <div className="truncate pl-4.75 text-s text-muted">
        {words.platform[job.platform]}
        {backupServer && <span title={backupServer}> · {shortHost(backupServer)}</span>}
        {at && (
          <>
            {' · '}
            <Time at={at} show="day" />
          </>
        )}
      </div>
    </th>
  );
}

function WhyCell({ job, under, open, onReasons }: Pick<RowProps, 'job' | 'under' | 'open' | 'onReasons'>) {
  const hasReasons = job.reasons.length > 0;
  return (
    <td className={`${cell} col-span-2 col-start-2 row-start-2 pl-4.75 @min-[640px]:pl-0`}>
      <div className="flex min-w-0 items-center gap-1">
        <div className="min-w-0 flex-1">
          <Why job={job} under={under} />
        </div>
        <CopyRow job={job} />
        {hasReasons && (
          <button
            type="button"
            aria-expanded={open}
            aria-label={words.board.showReasons(job.name)}
            onClick={() => onReasons(job.id)}
            className="flex size-6 flex-none items-center justify-center rounded-control text-muted hover:text-text"
          >
            <svg className={open ? 'rotate-180' : ''} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
              <path d="M1.5 3.5L5 7l3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
            </svg>
          </button>
        )}
      </div>
    </td>
  );
}

function FactCells({ job }: { job: JobRow }) {
  return (
    <>
      <td className="hidden pr-3.5 @min-[640px]:block">
        <Streak streak={job.streak} atLeast={isSuccessUnread(job)} />
      </td>
      <td className="hidden pr-3.5 @min-[900px]:block">
        <DailyResults job={job} />
      </td>
      <td className="hidden min-w-0 pr-3.5 @min-[760px]:block">
        <div className="truncate">{job.lastSuccessAt ? <Time at={job.lastSuccessAt} /> : noSuccess(job)}</div>
        <div className="truncate text-s text-muted">
          {job.nextRunAt ? (
            <>
              {words.board.next} <Time at={job.nextRunAt} />
            </>
          ) : (
            job.noSchedule && words.board.noSchedule[job.noSchedule]
          )}
        </div>
      </td>
    </>
  );
}

/** The outcome of its last retry, or when Veeam tries by itself. */
function UnderButton({ job, fate }: Pick<RowProps, 'job' | 'fate'>) {
  if (!fate && (!job.autoRetryAt || job.openRetry)) return null;
  return (
    <span className="block text-s text-muted">
      {fate ? (
        <>
          {words.states[fate.state].step} <Time at={endedAt(fate)} show="day" />
        </>
      ) : (
        <>
          {words.board.autoRetry} <Time at={job.autoRetryAt ?? 0} show="clock" />
        </>
      )}
    </span>
  );
}

/** One job: a two-line row, with all its reasons under it on demand. */
export const BoardRow = memo(function BoardRow(props: RowProps) {
  const { job, gone, selected, open, pending, fate, cards, place, measure, onRetry } = props;
  return (
    <tbody ref={measure} data-index={place} className="block">
      <tr
        data-job={job.id}
        tabIndex={-1}
        aria-rowindex={place + 2}
        aria-selected={selected || undefined}
        className={`${columns} gap-y-1 border-b border-line px-5 py-3 -outline-offset-2 @min-[640px]:min-h-12.5 @min-[640px]:gap-y-0 @min-[640px]:p-0 ${selected ? 'bg-tint-selected' : 'hover:bg-tint'} ${gone ? 'bg-tint text-muted' : ''} ${job.acknowledged ? hatched : ''}`}
      >
        <SelectCell {...props} />
        <JobCell job={job} />
        <WhyCell {...props} />
        <FactCells job={job} />
        {cards && <CardFacts job={job} />}
        <td className={`${cell} col-start-3 row-start-1 text-right @min-[640px]:pr-3.5`}>
          {gone ? (
            <span className="text-s text-muted">{words.board.gone}</span>
          ) : (
            <RetryButton job={job} pending={pending} onRetry={onRetry} />
          )}
          {!gone && !pending && <UnderButton job={job} fate={fate} />}
        </td>
      </tr>
      {open && (
        <tr className="block border-b border-line bg-tint">
          <td className="block pr-5 pl-11.75 @min-[640px]:pl-15.75">
            <AllReasons job={job} />
          </td>
        </tr>
      )}
    </tbody>
  );
});
