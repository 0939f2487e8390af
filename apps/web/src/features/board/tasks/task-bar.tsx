import type { Task } from '@retry-desk/contract';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { taskBarWords as text } from './task-bar-words.ts';
import { taskCounts } from './task-counts.ts';

type BarProps = {
  /** Acknowledgements that ended by themselves. */
  ended: number;
  tasks: readonly Task[];
  /** Retries that were not sent, or of which that is not known. */
  notSent: number;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
};

/** Where there is no room for the cards beside the table: what they show in numbers, always in sight; a press opens them. */
export function TaskBar({ ended, tasks, notSent, isOpen, onOpen }: BarProps) {
  const counts = taskCounts(tasks);
  const person = counts.person + notSent;
  const parts: [MarkState, number, string][] = [
    ['failed', person, text.person(person)],
    ['running', counts.backingUp, text.backingUp(counts.backingUp, counts.percent)],
    ['waiting', counts.waiting, text.waiting(counts.waiting)],
    ['ok', counts.ended, text.ended(counts.ended)],
    ['unknown', ended, text.noLongerKnown(ended)],
  ];
  return (
    <section
      aria-label={text.label}
      data-task-bar=""
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line-strong bg-raised lg:hidden print:hidden"
    >
      <button
        type="button"
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 px-5 py-1 text-left font-medium"
        aria-expanded={isOpen}
        aria-controls="board-tasks"
        onClick={() => onOpen(!isOpen)}
      >
        {parts.map(
          ([mark, count, words]) =>
            count > 0 && (
              <span key={mark} className="flex items-center gap-1.5 whitespace-nowrap">
                <StateMark state={mark} />
                {words}
              </span>
            ),
        )}
        <span className="ml-auto text-s text-muted">{isOpen ? text.close : text.open}</span>
      </button>
    </section>
  );
}
