import type { Task } from '@retry-desk/contract';
import { Link } from 'wouter';
import { markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { isRefusedByEm, taskNote } from '#lib/task-note.ts';
import { words } from '#lib/words.ts';
import { cardDetails } from '#lib/words-cards.ts';
import { taskWords } from '#lib/words-tasks.ts';
import { Table } from '#ui/cells.tsx';
import { Quote } from '#ui/quote.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { StateWord } from '#ui/state-word.tsx';
import { Th } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { taskDuration } from './task-duration.ts';

const text = taskWords.table;
const cell = 'sm:table-cell sm:h-12.5 sm:border-b sm:border-line sm:pr-3.5 sm:align-middle';

/** The text under the state: Enterprise Manager's refusal, the meaning of the state, or the first reason. */
function lineUnder(task: Task): string | null {
  if (isRefusedByEm(task)) return task.em?.message ?? null;
  return taskNote(task) ?? task.run?.reasons[0]?.text ?? null;
}

function TaskRow({ task, now }: { task: Task; now: number }) {
  const mark = markOfRetry[task.state];
  const under = lineUnder(task);
  const progress = task.state === 'running' ? task.run?.progress : null;
  return (
    <tr className="grid gap-1 border-b border-line px-5 py-3 hover:bg-tint sm:table-row sm:p-0">
      <th scope="row" className={`${cell} min-w-0 text-left font-normal sm:pl-5`}>
        <div className="flex items-center gap-2.25">
          <StateMark state={mark} />
          <Link href={pages.task(task.taskId)} className="truncate font-strong text-text no-underline hover:underline">
            {task.jobName}
          </Link>
        </div>
      </th>
      <td className={`${cell} min-w-0 pl-4.75 sm:pl-0`}>
        <div className="truncate">
          <StateWord state={mark}>{words.states[task.state].title}</StateWord>
          {progress !== null && progress !== undefined && (
            <span className="text-muted"> · {cardDetails.percent(Math.round(progress))}</span>
          )}
        </div>
        {under && (
          <div className="truncate text-muted lg:hidden" title={under}>
            {isRefusedByEm(task) ? <Quote>{under}</Quote> : under}
          </div>
        )}
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        {under && (
          <div className="line-clamp-2 text-muted" title={under}>
            {isRefusedByEm(task) ? <Quote>{under}</Quote> : under}
          </div>
        )}
      </td>
      <td className={`${cell} min-w-0 pl-4.75 sm:pl-0`}>
        <div className="truncate">{task.requestedBy}</div>
        {task.note && (
          <div className="truncate text-muted lg:hidden" title={task.note}>
            <Quote>{task.note}</Quote>
          </div>
        )}
      </td>
      <td className={`${cell} hidden lg:table-cell`}>
        {task.note && (
          <div className="line-clamp-2 text-muted" title={task.note}>
            <Quote>{task.note}</Quote>
          </div>
        )}
      </td>
      <td className={`${cell} pl-4.75 sm:pl-0`}>
        <Time at={task.requestedAt} show="day" />
        <span className="text-muted sm:hidden"> · {taskDuration(task, now)}</span>
      </td>
      <td className={`${cell} tabular-nums hidden`}>{taskDuration(task, now)}</td>
    </tr>
  );
}

/** Retries as lines: what, what became of it, by whom, when, how long. */
export function TasksTable({ tasks }: { tasks: readonly Task[] }) {
  const now = useNow(1);
  return (
    <Table label={text.label} className="block table-fixed sm:table">
      <thead className="hidden sm:table-header-group">
        <tr>
          <Th className="w-[24%] lg:w-[18%]">{text.job}</Th>
          <Th className="lg:w-40">{text.state}</Th>
          <Th className="hidden lg:table-cell">{text.came}</Th>
          <Th className="w-[22%] lg:w-40">{text.by}</Th>
          <Th className="hidden w-[20%] lg:table-cell">{text.note}</Th>
          <Th className="w-32">{text.requested}</Th>
          <Th className="w-32">{text.duration}</Th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {tasks.map((task) => (
          <TaskRow key={task.taskId} task={task} now={now} />
        ))}
      </tbody>
    </Table>
  );
}
