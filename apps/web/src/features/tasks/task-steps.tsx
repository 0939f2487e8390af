import type { Task } from '@retry-desk/contract';
import { duration } from '#lib/dates.ts';
import { markOfRetry } from '#lib/marks.ts';
import { words } from '#lib/words.ts';
import { taskWords as text } from '#lib/words-tasks.ts';
import { RowTh, Table, Td } from '#ui/cells.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Th } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { WithTimes } from '#ui/with-times.tsx';

/** Every step of a retry's life: when, how long after the request, and what showed it. */
export function TaskSteps({ task }: { task: Task }) {
  const requestedAt = Date.parse(task.requestedAt);
  const last = task.steps.length - 1;
  return (
    <Table label={text.steps} className="[&_tbody_tr:last-child>*]:border-0">
      <thead>
        <tr>
          <Th>{text.step}</Th>
          <Th>{text.time}</Th>
          <Th className="hidden sm:table-cell">{text.after}</Th>
          <Th>{text.evidence}</Th>
        </tr>
      </thead>
      <tbody>
        {task.steps.map((step, place) => (
          <tr key={`${step.state} ${step.at}`}>
            <RowTh className="whitespace-nowrap">
              <span className="flex items-center gap-2.25">
                <StateMark state={markOfRetry[step.state]} still={place < last} />
                <span className={place === last ? 'font-strong' : ''}>{words.states[step.state].step}</span>
              </span>
            </RowTh>
            <Td className="whitespace-nowrap">
              <Time at={step.at} show="seconds" />
            </Td>
            <Td className="hidden whitespace-nowrap text-muted sm:table-cell">
              {place === 0 ? '' : `+ ${duration(Date.parse(step.at) - requestedAt)}`}
            </Td>
            <Td className="w-full min-w-0 py-2 text-muted">
              <bdi>{step.evidence && <WithTimes>{step.evidence}</WithTimes>}</bdi>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
