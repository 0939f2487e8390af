import { isOpen } from '@retry-desk/contract';
import { memo } from 'react';
import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import { laterPage } from '#ui/later.tsx';
import type { TaskCardsProps } from './task-cards.tsx';

type RailProps = TaskCardsProps & {
  /** Opened over the table, where there is no room beside it. */
  isOver: boolean;
};

const text = words.board.cards;

/** Over the bar at the foot. */
const over =
  'max-lg:fixed max-lg:inset-x-0 max-lg:bottom-11 max-lg:z-29 max-lg:max-h-[calc(var(--screen)*0.7)] max-lg:overflow-y-auto max-lg:bg-bg max-lg:shadow-[0_-8px_24px_rgb(0_0_0/25%)]';

const TaskCards = laterPage(async () => ({ default: (await import('./task-cards.tsx')).TaskCards }));
// Here by the time somebody retries; what does not come is reported when it is needed.
whenIdle(() => void TaskCards.fetch().catch(() => undefined));

/** The live cards, newest first: what is open and what ended in the last hour. */
export const TaskRail = memo(function TaskRail({ isOver, ...props }: RailProps) {
  const { ended, tasks, refused } = props;
  const open = tasks.filter((task) => isOpen(task.state)).length;
  return (
    <aside
      id="board-tasks"
      tabIndex={-1}
      aria-label={text.title}
      className={`border-t border-line lg:sticky lg:top-0 lg:max-h-(--screen) lg:overflow-y-auto lg:border-t-0 lg:border-l ${isOver ? over : ''}`}
    >
      <h2 className="sticky top-0 z-10 flex h-12 items-center gap-2 border-b border-line bg-bg px-5 font-strong">
        {text.title} <span className="font-medium text-muted">{text.open(open)}</span>
        <Link
          href={pages.tasks()}
          className="ml-auto inline-flex min-h-6 items-center text-s font-normal text-muted no-underline hover:underline"
        >
          {text.all}
        </Link>
      </h2>
      {ended.length + tasks.length + refused.length > 0 ? (
        <TaskCards {...props} />
      ) : (
        <p className="px-5 py-4 text-muted">{text.none}</p>
      )}
    </aside>
  );
});
