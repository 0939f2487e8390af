import type { JobRow, Task } from '@retry-desk/contract';
import { type ReactNode, useId } from 'react';
import { words } from '#lib/words.ts';
import { causeWords } from '#lib/words-causes.ts';
import { AdviceLine } from '#ui/advice-line.tsx';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import type { TableProps } from '../table/rows.tsx';
import type { Selection } from '../table/selection.ts';
import type { Asking } from '../use-question.ts';
import { bestToTry, type CauseGroup } from './cause-groups.ts';
import { CauseJobs } from './cause-jobs.tsx';
import { byCauseWords as text } from './cause-words.ts';
import { FirstTryLine } from './first-try.tsx';
import { rememberFirst } from './one-first.ts';

type HeadProps = { title: string; mark: ReactNode; open: boolean; onToggle: () => void };

/** The title that opens to the jobs; on paper, where nothing is pressed, it stays. */
export function GroupHead({ title, mark, open, onToggle }: HeadProps) {
  return (
    <h3 className="font-strong">
      <button
        type="button"
        data-walk=""
        aria-expanded={open}
        className="flex min-h-6 items-center gap-2.25 text-left wrap-anywhere hover:underline print:inline-flex!"
        onClick={onToggle}
      >
        <svg
          className={`size-2.5 flex-none fill-none stroke-current stroke-[1.6] text-muted ${open ? 'rotate-90' : ''}`}
          viewBox="0 0 10 10"
          aria-hidden="true"
        >
          <path d="M3 1l4 4-4 4" />
        </svg>
        {mark}
        <span className="min-w-0">{title}</span>
      </button>
    </h3>
  );
}

/** How far a cause reaches, and since when. */
function Reach({ group }: { group: CauseGroup }) {
  const { jobs, machines, servers, family, cause } = group;
  const name = causeWords.family(family);
  return (
    <p className="text-muted">
      <b className="font-strong text-text">{words.count.jobs(jobs.length)}</b>
      {' · '}
      <b className="font-strong text-text">{words.count.machines(machines)}</b>
      {servers > 0 && ` · ${text.servers(servers)}`}
      {name && ` · ${name}`}
      {cause && (
        <>
          {` · ${text.since} `}
          <Time at={cause.firstSeenAt} show="day" />
          {` · ${text.newest} `}
          <Time at={cause.lastSeenAt} />
        </>
      )}
    </p>
  );
}

export type CauseRowProps = {
  group: CauseGroup;
  /** It has left the list, and is drawn until nobody is about to press it. */
  gone: boolean;
  open: boolean;
  onToggle: (key: string) => void;
  selection: Selection;
  table: TableProps;
  tasks: readonly Task[];
  /** Why nothing may be retried. */
  disabledReason: string | null;
  onAsk: (ids: readonly string[], asking: Asking) => void;
  onAcknowledge: (jobs: readonly JobRow[]) => void;
};

/** A cause: how far it reaches, what to do about it, its retries, and under it its jobs. */
export function CauseRow(props: CauseRowProps) {
  const { group, gone, open, onToggle, selection, table, tasks, disabledReason, onAsk, onAcknowledge } = props;
  const { id: key, title, advice, jobs } = group;
  const headId = useId();
  const danger = advice.kind === 'danger' ? (advice.evidence[0] ?? null) : null;
  const retry = (ids: readonly string[]) => onAsk(ids, { danger, anyway: ids.length === 1 });
  const all = jobs.map(({ id }) => id);
  function tryFirst() {
    const choice = bestToTry(jobs, key);
    const [first] = choice;
    if (first) onAsk([first.id], { danger, anyway: true, choice, onTask: (task) => rememberFirst(key, task) });
  }
  return (
    <article aria-labelledby={headId} className={`border-b border-line ${gone ? 'bg-tint text-muted' : ''}`}>
      <div className="grid gap-x-5 gap-y-2 px-5 py-3 @min-[760px]:grid-cols-[minmax(0,1fr)_auto]">
        <div className="min-w-0">
          <div id={headId}>
            <GroupHead title={title} mark={<StateMark state="failed" />} open={open} onToggle={() => onToggle(key)} />
          </div>
          <div className="grid gap-0.5 pl-4.75">
            <Reach group={group} />
            <AdviceLine cause={{ title, advice, known: group.cause?.known ?? null }} />
            <FirstTryLine causeKey={key} jobs={jobs} tasks={tasks} disabledReason={disabledReason} onRetry={retry} />
          </div>
        </div>
        <div className="flex flex-wrap items-start gap-2 pl-4.75 @min-[760px]:justify-end @min-[760px]:pl-0">
          {gone ? (
            <span className="text-s text-muted">{words.board.gone}</span>
          ) : (
            <>
              {jobs.length > 1 && (
                <Button disabledReason={disabledReason} aria-label={text.tryFirstOf(title)} onClick={tryFirst}>
                  {text.tryFirst}
                </Button>
              )}
              <Button
                disabledReason={disabledReason}
                aria-label={jobs.length > 1 ? text.retryTheseOf(jobs.length, title) : text.retryOneOf(title)}
                onClick={() => retry(all)}
              >
                {jobs.length > 1 ? text.retryThese(jobs.length) : text.retryOne}
              </Button>
              {table.maySelect && (
                <Button aria-label={text.acknowledgeOf(title)} onClick={() => onAcknowledge(jobs)}>
                  {text.acknowledge}
                </Button>
              )}
            </>
          )}
        </div>
      </div>
      {open && (
        <CauseJobs label={text.jobsOf(title)} jobs={jobs} selection={selection} table={{ ...table, under: key }} />
      )}
    </article>
  );
}
