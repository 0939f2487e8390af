import type { JobRow, Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useImperativeHandle, useMemo, useState } from 'react';
import { noticesOf } from '#api/notices-of.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import type { TableProps } from '../table/rows.tsx';
import type { Selection } from '../table/selection.ts';
import { useHold } from '../table/use-hold.ts';
import { useActor } from '../use-actor.ts';
import type { Asking, Walk } from '../use-question.ts';
import { type CauseGroups, causeGroups } from './cause-groups.ts';
import { CauseJobs } from './cause-jobs.tsx';
import { CauseRow, GroupHead } from './cause-row.tsx';
import { byCauseWords as text } from './cause-words.ts';
import { causesQuery } from './queries.ts';

/** One list for ever: another one each time would count as other rows. */
const none: CauseGroups['causes'] = [];

/** So many causes are drawn before somebody wants the rest. */
const shownAtFirst = 50;

type ApartProps = {
  id: string;
  title: string;
  help: string;
  jobs: readonly JobRow[];
  isOpen: (id: string) => boolean;
  onToggle: (id: string) => void;
  selection: Selection;
  table: TableProps;
};

/** Jobs without a cause in common, and so without a common Retry. */
function JobsApart({ id, title, help, jobs, isOpen, onToggle, selection, table }: ApartProps) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label={title} className="border-b border-line">
      <div className="px-5 py-3">
        <GroupHead title={title} mark={<StateMark state="unknown" />} open={isOpen(id)} onToggle={() => onToggle(id)} />
        <p className="pl-4.75 text-muted">
          <b className="font-strong text-text">{words.count.jobs(jobs.length)}</b> · {help}
        </p>
      </div>
      {isOpen(id) && <CauseJobs label={title} jobs={jobs} selection={selection} table={table} />}
    </section>
  );
}

/** Moves the keyboard over the titles of causes and the rows that are open. */
function walk(by: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-walk], [data-job]')];
  const now = document.activeElement?.closest<HTMLElement>('[data-walk], [data-job]');
  const at = now ? stops.indexOf(now) : -1;
  stops[at < 0 ? 0 : Math.min(stops.length - 1, Math.max(0, at + by))]?.focus();
}

/** Why nobody here may retry anything; else each job has its own reason in the dialog. */
function useObstacle(): string | null {
  const { role, em, journal } = useActor();
  if (role !== 'operator') return words.can.viewer;
  return em === 'away' ? words.can.em : journal === 'ok' ? null : words.can.journal;
}

type ViewProps = {
  table: TableProps;
  selection: Selection;
  tasks: readonly Task[];
  onAsk: (ids: Iterable<string>, asking: Asking) => void;
  onAcknowledge: (jobs: readonly JobRow[]) => void;
  walkRef: RefObject<Walk>;
};

/** The failed jobs by cause. */
export function CauseView({ table, selection, tasks, onAsk, onAcknowledge, walkRef }: ViewProps) {
  const query = useQuery(causesQuery());
  const { rows, filter } = table;
  const { sort } = filter;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const groups = useMemo(() => query.data && causeGroups(rows, query.data, sort), [rows, query.data, sort]);
  const hold = useHold(groups?.causes ?? none, JSON.stringify(filter));
  const disabledReason = useObstacle();
  useImperativeHandle(walkRef, () => walk, []);
  const onToggle = (key: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  const apart = { isOpen: (id: string) => open.has(id), onToggle, selection, table };
  const shown = all ? hold.rows : hold.rows.slice(0, shownAtFirst);
  return (
    <section aria-label={text.label} {...hold.handlers}>
      <h2 className="sr-only">{text.label}</h2>
      <ListNotices text={text} {...noticesOf(query)} />
      {shown.map((group) => (
        <CauseRow
          key={group.id}
          group={group}
          gone={hold.gone.has(group.id)}
          open={open.has(group.id)}
          onToggle={onToggle}
          selection={selection}
          table={table}
          tasks={tasks}
          disabledReason={disabledReason}
          onAsk={onAsk}
          onAcknowledge={onAcknowledge}
        />
      ))}
      {shown.length < hold.rows.length && (
        <p className="border-b border-line px-5 py-3">
          <Button onClick={() => setAll(true)}>{text.showAll(hold.rows.length)}</Button>
        </p>
      )}
      {groups && (
        <>
          <JobsApart id="silent" title={text.silent} help={text.silentHelp} jobs={groups.silent} {...apart} />
          <JobsApart id="unknown" title={text.unknown} help={text.unknownHelp} jobs={groups.unknown} {...apart} />
        </>
      )}
    </section>
  );
}
