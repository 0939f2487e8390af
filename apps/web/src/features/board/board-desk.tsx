import { type Board, isOpen, type JobRow } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { explain } from '#api/explain.ts';
import type { Fresh } from '#api/request.ts';
import { dayStarts } from '#lib/days.ts';
import { waitsForVeeam } from '#lib/job-can.ts';
import { serverNow } from '#lib/server-clock.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { laterDialog, laterPage } from '#ui/later.tsx';
import { ErrorNotice, Loading } from '#ui/notice.tsx';
import { BoardBar } from './board-bar.tsx';
import { BoardEmpty } from './board-empty.tsx';
import { type BoardFilter, matchingRows, notNarrowed, readSort, sortedRows, writeSort } from './board-search.ts';
import { jobsQuery, useQuickBoard } from './queries.ts';
import { chosenRows } from './retry/chosen-rows.ts';
import { retryPlan } from './retry/retry-plan.ts';
import { useRetries } from './retry/use-retries.ts';
import { BoardTable, drawnAtOnce } from './table/board-table.tsx';
import { newestByJob, triedAt } from './table/last-fate.ts';
import { coverage, noTicks, tick, tickAll } from './table/ticks.ts';
import { useHold } from './table/use-hold.ts';
import { jobUnderKeyboard, useRowState, useWalk } from './table/use-rows.ts';
import type { EndTaskButton } from './tasks/task-card.tsx';
import { mergeTasks, stillNews, withOpenRetries, withoutTask } from './tasks/task-list.ts';
import { TaskRail } from './tasks/task-rail.tsx';
import { useEndings, useSaid } from './tasks/use-said.ts';
import { useAsker } from './use-asker.ts';
import { useBoardFilter } from './use-board-filter.ts';
import { type BoardKeys, useBoardKeys } from './use-board-keys.ts';

const RetryDialog = laterDialog(async () => ({ default: (await import('./retry/retry-dialog.tsx')).RetryDialog }));
const BoardFoot = laterPage(async () => ({ default: (await import('./table/board-foot.tsx')).BoardFoot }));
// Here by the time somebody ticks a row.
whenIdle(() => void BoardFoot.fetch().catch(() => undefined));
const TaskBar = laterPage(async () => ({ default: (await import('./tasks/task-bar.tsx')).TaskBar }));
const HelpDialog = laterDialog(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));

/** The jobs a state filter asks for: the failed ones are on the board, the others are asked for apart. */
function useJobs(board: Board, state: BoardFilter['state']) {
  const other = useQuery({ ...jobsQuery(state === 'all' ? 'all' : 'running'), enabled: state !== 'failed' });
  if (state === 'failed') return { jobs: board.failed, error: null };
  return { jobs: other.data?.data.jobs ?? null, error: other.error };
}

/** The table of jobs with its filters, the bar of what is ticked, the dialog, and the rail of cards. */
export function BoardDesk({ fresh, EndTask }: { fresh: Fresh<Board>; EndTask: EndTaskButton }) {
  const board = fresh.data;
  const asker = useAsker();
  const { role, now } = asker;
  const [filter, onFilter] = useBoardFilter();
  const { said, say } = useSaid();
  const [dialog, setDialog] = useState<{ jobs: ReadonlySet<string>; anyway: boolean; id: number } | null>(null);
  // One alone was meant: also where Veeam would try it by itself.
  const ask = useCallback(
    (ids: Iterable<string>, anyway = false) =>
      setDialog((before) => ({ jobs: new Set(ids), anyway, id: (before?.id ?? 0) + 1 })),
    [],
  );
  const askFirst = useCallback((job: JobRow) => ask([job.id], true), [ask]);
  const { pending, told, refused: left, retryOne, retryMany, dismiss } = useRetries(say, askFirst);
  const { jobs: read, error } = useJobs(board, filter.state);
  const news = useMemo(() => stillNews(told, board.tasks, now), [told, board.tasks, now]);
  const tasks = useMemo(() => mergeTasks(board.tasks, news), [board.tasks, news]);
  const refused = useMemo(() => withoutTask(left, tasks), [left, tasks]);
  const retries = useMemo(() => newestByJob(tasks), [tasks]);
  useEndings(tasks, say);
  useQuickBoard(news.some((task) => isOpen(task.state)));

  const jobs = useMemo(() => withOpenRetries(read ?? [], news), [read, news]);
  const deferred = useDeferredValue(filter);
  // As text: each reading of the address makes another object of the same order.
  const order = writeSort(deferred.sort);
  const sorted = useMemo(() => sortedRows(jobs, readSort(order)), [jobs, order]);
  const today = dayStarts(now, asker.zone).starts[0] ?? now;
  const shown = useMemo(
    () => matchingRows(sorted, deferred, (job) => (triedAt(job, retries.get(job.id)) ?? 0) >= today),
    [sorted, deferred, retries, today],
  );
  const hold = useHold(shown, JSON.stringify(deferred));
  const { rows } = hold;
  const { ticks, setTicks, open, toggleOpen, toggleAll } = useRowState();
  const covered = useMemo(() => coverage(ticks, rows), [ticks, rows]);
  const [help, setHelp] = useState(false);
  const [isOver, setOver] = useState(false);
  const isQuiet = tasks.length === 0 && refused.length === 0;
  const searchField = useRef<HTMLInputElement>(null);
  const { goTo, walk } = useWalk(rows);

  const [seen] = useState(() => new Map<string, JobRow>());
  const planOf = (ids: ReadonlySet<string>) => {
    const chosen = chosenRows(ids, [board.failed, jobs], rows, seen);
    return retryPlan(chosen.jobs, asker, pending, chosen.gone);
  };
  const onRetry = useCallback(
    (job: JobRow) => (waitsForVeeam(job, serverNow()) ? askFirst(job) : void retryOne(job)),
    [askFirst, retryOne],
  );
  // The same function whatever the rows are, or one changed row would draw all of them anew.
  const drawn = useRef(rows);
  drawn.current = rows;
  const onTickAll = useCallback(() => setTicks((before) => tickAll(before, drawn.current)), [setTicks]);
  const onTick = useCallback(
    (id: string, range: boolean) => {
      // With the first tick, so that the dialog opens at once; what does not come is told when it is wanted.
      RetryDialog.fetch().catch(() => undefined);
      setTicks((before) => tick(before, drawn.current, id, range));
    },
    [setTicks],
  );

  const keys: BoardKeys = {
    isPartly: rows.length > drawnAtOnce,
    search: () => searchField.current?.focus(),
    move: walk,
    tick: () => {
      const id = jobUnderKeyboard();
      if (id && role === 'operator') onTick(id, false);
    },
    retry: () => {
      const id = jobUnderKeyboard();
      if (id) ask([id], true);
    },
    reasons: () => {
      const id = jobUnderKeyboard();
      if (id) toggleOpen(id);
    },
    help: () => setHelp(true),
  };
  useBoardKeys(keys);

  return (
    <div
      className={`border-t border-line ${isQuiet ? '' : 'lg:grid lg:grid-cols-[minmax(0,1fr)_348px] lg:items-start'}`}
    >
      <div className="@container flex min-w-0 flex-col lg:min-h-[calc(var(--screen)-9rem)]">
        <BoardBar
          filter={filter}
          onFilter={onFilter}
          servers={board.servers}
          shown={read ? shown.length : null}
          jobs={board.counts.jobs}
          changes={hold.changes}
          onUpdate={hold.release}
          onHelp={keys.help}
          today={today}
          searchRef={searchField}
        />
        <div {...hold.handlers}>
          {!read &&
            (error ? (
              <ErrorNotice title={words.board.unreadable}>{explain(error).text}</ErrorNotice>
            ) : (
              <Loading>{words.board.loading}</Loading>
            ))}
          {read && rows.length === 0 && (
            <BoardEmpty fresh={fresh} filter={filter} onClear={() => onFilter(notNarrowed)} />
          )}
          {rows.length > 0 && (
            <a href="#board-tasks" className="sr-only focus:not-sr-only focus:block focus:px-5 focus:py-2">
              {words.board.cards.skipTable}
            </a>
          )}
          {rows.length > 0 && (
            <BoardTable
              rows={rows}
              gone={hold.gone}
              filter={deferred}
              onFilter={onFilter}
              ticked={ticks.ids}
              open={open}
              pending={pending}
              retries={retries}
              mayTick={role === 'operator'}
              jobs={board.counts.jobs}
              coverage={covered}
              onTickAll={onTickAll}
              onTick={onTick}
              onReasons={toggleOpen}
              onReasonsOfAll={toggleAll}
              onRetry={onRetry}
              goTo={goTo}
            />
          )}
          {/* Inside the held part: rows that move on the way to the bar would move the bar from under the pointer. */}
          {ticks.ids.size > 0 && (
            <BoardFoot
              ticked={ticks.ids.size}
              plan={planOf(ticks.ids)}
              onClear={() => setTicks(noTicks)}
              onRetry={() => ask(ticks.ids)}
            />
          )}
        </div>
      </div>
      {!isQuiet && ticks.ids.size === 0 && (
        <TaskBar tasks={tasks} notSent={refused.length} isOpen={isOver} onOpen={setOver} />
      )}
      <TaskRail
        isOver={isOver && !isQuiet}
        tasks={tasks}
        refused={refused}
        failed={board.failed}
        pending={pending}
        onRetry={onRetry}
        onDismiss={dismiss}
        EndTask={EndTask}
      />
      {dialog && (
        <RetryDialog
          key={dialog.id}
          open
          plan={planOf(dialog.jobs)}
          anyway={dialog.anyway}
          tasks={tasks}
          onClose={() => setDialog(null)}
          onRetry={(jobs, asked, tell) => {
            setTicks(noTicks);
            return retryMany(jobs, asked, tell);
          }}
        />
      )}
      {help && <HelpDialog open onClose={() => setHelp(false)} />}
      <div role="log" aria-live="polite" className="sr-only">
        {said.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </div>
  );
}
