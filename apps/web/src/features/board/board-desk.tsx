import type { Board, JobRow } from '@retry-desk/contract';
import { useCallback, useRef, useState } from 'react';
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
import { isByCause, notNarrowed } from './board-search.ts';
import { chosenRows, type SeenRows, seenRows } from './retry/chosen-rows.ts';
import { retryPlan } from './retry/retry-plan.ts';
import { useBoardRetries } from './retry/use-board-retries.ts';
import { BoardTable, drawnAtOnce } from './table/board-table.tsx';
import type { TableProps } from './table/rows.tsx';
import { coverage } from './table/selection.ts';
import { useBoardRows } from './table/use-board-rows.ts';
import { jobUnderKeyboard, useRowState, useWalk } from './table/use-rows.ts';
import type { CancelTaskButton } from './tasks/task-card.tsx';
import { TaskRail } from './tasks/task-rail.tsx';
import { useActor } from './use-actor.ts';
import { useBoardFilter } from './use-board-filter.ts';
import { useBoardKeys } from './use-board-keys.ts';
import { useQuestion, type Walk } from './use-question.ts';

const RetryDialog = laterDialog(async () => ({ default: (await import('./retry/retry-dialog.tsx')).RetryDialog }));
const BoardEmpty = laterPage(async () => ({ default: (await import('./board-empty.tsx')).BoardEmpty }));
const BoardFoot = laterPage(async () => ({ default: (await import('./table/board-foot.tsx')).BoardFoot }));
// Fetched before the first row is selected, and before a filter leaves none.
whenIdle(() => {
  for (const part of [BoardFoot, BoardEmpty]) void part.fetch().catch(() => undefined);
});
const AcknowledgeDialog = laterDialog(async () => ({
  default: (await import('./acknowledge-dialog.tsx')).AcknowledgeDialog,
}));
const CauseView = laterPage(
  async () => ({ default: (await import('./causes/cause-view.tsx')).CauseView }),
  <Loading>{words.board.loading}</Loading>,
);
const TaskBar = laterPage(async () => ({ default: (await import('./tasks/task-bar.tsx')).TaskBar }));
const HelpDialog = laterDialog(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));

const nothing: readonly never[] = [];

/** Rows of chosen jobs: one that leaves the lists while it is chosen stays as it was last seen. */
function useSeenRows(...now: [ReadonlySet<string>, readonly (readonly JobRow[])[], readonly JobRow[]]): SeenRows {
  const [seen, setSeen] = useState<SeenRows>(new Map());
  const next = seenRows(seen, ...now);
  if (next !== seen) setSeen(next);
  return next;
}

/** The board's content and the actions on it. */
function useDesk({ data: board }: Fresh<Board>) {
  const actor = useActor();
  const [filter, onFilter] = useBoardFilter();
  const { question, ask, confirmFirst, choose, close } = useQuestion();
  const retries = useBoardRetries(board, actor.now, confirmFirst);
  const today = dayStarts(actor.now, actor.zone).starts[0] ?? actor.now;
  const shown = useBoardRows(board, filter, retries, today);
  const { rows } = shown.hold;
  const { selection, change, open, toggleOpen, toggleAll } = useRowState(rows);
  const { retryOne, pending } = retries;
  const onRetry = useCallback(
    (job: JobRow) => (waitsForVeeam(job, serverNow()) ? confirmFirst(job) : void retryOne(job)),
    [confirmFirst, retryOne],
  );
  const onSelect = useCallback(
    (id: string, range: boolean) => {
      // With the first selected row, so that the dialog opens at once; what does not come is reported when it is needed.
      RetryDialog.fetch().catch(() => undefined);
      change({ id, range });
    },
    [change],
  );
  const ids = question ? new Set([...question.jobs, ...selection.ids]) : selection.ids;
  const seen = useSeenRows(ids, [board.failed, shown.jobs], rows);
  const planOf = (ids: ReadonlySet<string>) => {
    const chosen = chosenRows(ids, seen);
    return retryPlan(chosen.jobs, actor, pending, chosen.gone);
  };
  const needing = chosenRows(selection.ids, seen).jobs.filter(({ attention }) => attention);
  return {
    ...{ board, filter, onFilter, today, retries, shown, rows, maySelect: actor.role === 'operator' },
    ...{
      needing,
      selection,
      change,
      open,
      toggleOpen,
      toggleAll,
      onSelect,
      onRetry,
      planOf,
      question,
      ask,
      choose,
      close,
    },
  };
}

type Desk = ReturnType<typeof useDesk>;
type SheetProps = {
  desk: Desk;
  fresh: Fresh<Board>;
  onHelp: () => void;
  onAcknowledge: (jobs: readonly JobRow[]) => void;
};

/** The filters and the table, and under it what the selection would do. */
function BoardSheet({ desk, fresh, onHelp, onAcknowledge }: SheetProps) {
  const { board, filter, onFilter, retries, shown, rows, maySelect, selection, change, open } = desk;
  const { error, deferred, hold, isRead } = shown;
  const searchField = useRef<HTMLInputElement>(null);
  const { goTo, walk } = useWalk(rows);
  const walkCauses = useRef<Walk>(() => {});
  const byCause = isByCause(filter);
  const onKeyboardRow = (act: (id: string) => void) => () => {
    const id = jobUnderKeyboard();
    if (id) act(id);
  };
  useBoardKeys({
    isPartly: rows.length > drawnAtOnce || byCause,
    search: () => searchField.current?.focus(),
    move: (by) => (byCause ? walkCauses.current : walk)(by),
    select: onKeyboardRow((id) => maySelect && desk.onSelect(id, false)),
    retry: onKeyboardRow((id) => desk.ask([id], { anyway: true })),
    reasons: onKeyboardRow(desk.toggleOpen),
    help: onHelp,
  });
  const table: TableProps = {
    ...{ rows, gone: hold.gone, filter: deferred, onFilter, selected: selection.ids, open, pending: retries.pending },
    ...{ retries: retries.newest, maySelect, jobs: board.counts.jobs, coverage: coverage(selection, rows), goTo },
    ...{ onSelecting: change, onSelect: desk.onSelect, onReasons: desk.toggleOpen, onReasonsOfAll: desk.toggleAll },
    onRetry: desk.onRetry,
  };
  const problem = error ? (
    <ErrorNotice title={words.board.unreadable}>{explain(error).text}</ErrorNotice>
  ) : (
    <Loading>{words.board.loading}</Loading>
  );
  return (
    <div className="@container flex min-w-0 flex-col lg:min-h-[calc(var(--screen)-9rem)]">
      <BoardBar
        filter={filter}
        onFilter={onFilter}
        servers={board.servers}
        shown={isRead ? shown.matching : null}
        counts={board.counts}
        jobs={board.counts.jobs}
        changes={hold.changes}
        onUpdate={hold.release}
        onHelp={onHelp}
        today={desk.today}
        searchRef={searchField}
      />
      <div {...hold.handlers}>
        {!isRead && problem}
        {isRead && rows.length === 0 && (
          <BoardEmpty fresh={fresh} filter={filter} onClear={() => onFilter(notNarrowed)} />
        )}
        {rows.length > 0 && (
          <>
            <a href="#board-tasks" className="sr-only focus:not-sr-only focus:block focus:px-5 focus:py-2">
              {words.board.cards.skipTable}
            </a>
            {byCause ? (
              <CauseView
                table={table}
                selection={selection}
                tasks={retries.tasks}
                onAsk={desk.ask}
                onAcknowledge={onAcknowledge}
                walkRef={walkCauses}
              />
            ) : (
              <BoardTable {...table} />
            )}
          </>
        )}
        {/* Inside the held part: rows that move on the way to the bar would move the bar from under the pointer. */}
        {selection.ids.size > 0 && (
          <BoardFoot
            selected={selection.ids.size}
            plan={desk.planOf(selection.ids)}
            onClear={() => change('none')}
            onRetry={() => desk.ask(selection.ids)}
            onAcknowledge={desk.needing.length > 0 ? () => onAcknowledge(desk.needing) : null}
          />
        )}
      </div>
    </div>
  );
}

/** The question before retries, while it is open. */
function QuestionDialog({ desk }: { desk: Desk }) {
  const { question, retries, change } = desk;
  if (!question) return null;
  const { jobs: asked, anyway = false, choice, danger = null, onTask } = question;
  const [chosen = ''] = asked;
  return (
    <RetryDialog
      key={question.id}
      open
      plan={desk.planOf(asked)}
      anyway={anyway}
      choice={choice ? { jobs: choice, chosen, onChoose: desk.choose } : null}
      danger={danger}
      tasks={retries.tasks}
      onClose={desk.close}
      onRetry={(jobs, options, report) => {
        change('none');
        return retries.retryMany(jobs, options, (outcomes) => {
          for (const outcome of outcomes) if ('task' in outcome) onTask?.(outcome.task);
          report(outcomes);
        });
      }}
    />
  );
}

/** The table of jobs with its filters, the bar of what is selected, the dialog, and the rail of cards. */
export function BoardDesk({ fresh, CancelTask }: { fresh: Fresh<Board>; CancelTask: CancelTaskButton }) {
  const desk = useDesk(fresh);
  const { retries, selection } = desk;
  const { tasks, refused } = retries;
  const [help, setHelp] = useState(false);
  const [acknowledged, setAcknowledged] = useState<readonly JobRow[] | null>(null);
  const [isOver, setOver] = useState(false);
  const { endedAcknowledgements: ended = nothing, endedInAll = ended.length } = desk.board;
  const isQuiet = tasks.length + refused.length + ended.length === 0;
  return (
    <div
      className={`border-t border-line ${isQuiet ? '' : 'lg:grid lg:grid-cols-[minmax(0,1fr)_348px] lg:items-start'}`}
    >
      <BoardSheet desk={desk} fresh={fresh} onHelp={() => setHelp(true)} onAcknowledge={setAcknowledged} />
      {!isQuiet && selection.ids.size === 0 && (
        <TaskBar ended={endedInAll} tasks={tasks} notSent={refused.length} isOpen={isOver} onOpen={setOver} />
      )}
      <TaskRail
        isOver={isOver && !isQuiet}
        ended={ended}
        endedInAll={endedInAll}
        tasks={tasks}
        refused={refused}
        failed={desk.board.failed}
        pending={retries.pending}
        onRetry={desk.onRetry}
        onDismiss={retries.dismiss}
        CancelTask={CancelTask}
      />
      <QuestionDialog desk={desk} />
      {acknowledged && (
        <AcknowledgeDialog
          open
          jobs={acknowledged}
          onClose={() => setAcknowledged(null)}
          onDone={() => {
            desk.change('none');
            setAcknowledged(null);
          }}
        />
      )}
      {help && <HelpDialog open onClose={() => setHelp(false)} />}
      <div role="log" aria-live="polite" className="sr-only">
        {retries.said.map(({ id, text }) => (
          <p key={id}>{text}</p>
        ))}
      </div>
    </div>
  );
}
