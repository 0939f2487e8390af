import type { Task } from '@retry-desk/contract';
import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';
import { markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { cardTexts as text } from '#lib/words-cards.ts';
import { Button } from '#ui/button.tsx';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import type { Outcome } from '../retry/outcome.ts';
import { fatesOf, urgentFirst } from './fates.ts';
import { needsPerson } from './needs-person.ts';
import { card, Frame, RefusedCard } from './task-card.tsx';

/** So many are shown by name while the rest is folded. */
const named = 3;

type FoldProps = {
  mark: MarkState;
  title: string;
  aside?: ReactNode;
  count: number;
  foot?: ReactNode;
  onOpen?: () => void;
};

/** One card in place of many, which it shows on demand. */
function Fold({
  mark,
  title,
  aside,
  count,
  foot,
  onOpen,
  children,
  cards,
}: FoldProps & { children: ReactNode; cards: () => ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <article aria-label={title} className={card}>
        <Frame
          mark={<StateMark state={mark} />}
          head={
            <>
              <b className="font-strong">{title}</b>
              {aside}
            </>
          }
        >
          {!open && children}
          <div className="mt-1 flex gap-2">
            <Button
              size="small"
              aria-expanded={open}
              onClick={() => {
                setOpen(!open);
                onOpen?.();
              }}
            >
              {open ? text.fold : text.showAll(count)}
            </Button>
            {foot}
          </div>
        </Frame>
      </article>
      {open && cards()}
    </>
  );
}

/** Many retries of one press: what became of them, with what needs a person by name. */
export function BatchCard({ tasks, cardOf }: { tasks: readonly Task[]; cardOf: (task: Task) => ReactNode }) {
  const sorted = urgentFirst(tasks);
  const urgent = tasks.filter(needsPerson);
  const first = tasks.at(-1);
  return (
    <Fold
      mark={markOfRetry[sorted[0]?.state ?? 'requested']}
      title={`${text.requested(tasks.length)} · ${fatesOf(tasks)}`}
      aside={
        first && (
          <span className="ml-auto flex-none text-s text-muted">
            <Time at={first.requestedAt} show="seconds" />
          </span>
        )
      }
      count={tasks.length}
      cards={() => sorted.map(cardOf)}
    >
      {urgent.slice(0, named).map((task) => (
        <p key={task.taskId}>
          <Link href={pages.task(task.taskId)} className="font-strong text-text">
            {task.jobName}
          </Link>{' '}
          <span className="text-muted">{words.states[task.state].step}</span>
        </p>
      ))}
      {urgent.length > named && <p className="text-muted">{words.board.more(urgent.length - named)}</p>}
      {first && <p className="text-s text-muted">{text.by(first.requestedBy)}</p>}
    </Fold>
  );
}

type RefusedFoldProps = { refused: readonly Outcome[]; isKnown: boolean; onDismiss: (outcome: Outcome) => void };

/** Several that were not sent, or of which that is not known, with each reason once. */
export function RefusedFold({ refused, isKnown, onDismiss }: RefusedFoldProps) {
  // An opened fold has been read: folded again, it is not announced once more.
  const [isRead, setRead] = useState(false);
  const reasons = new Set(refused.flatMap((outcome) => ('problem' in outcome ? [outcome.problem.text] : [])));
  return (
    <Fold
      mark="unknown"
      title={(isKnown ? text.manyNotSent : text.manyNotKnown)(refused.length)}
      count={refused.length}
      onOpen={() => setRead(true)}
      foot={
        <Button size="small" onClick={() => refused.forEach(onDismiss)}>
          {text.dismissAll}
        </Button>
      }
      cards={() =>
        refused.map((outcome) => <RefusedCard key={outcome.job.id} outcome={outcome} onDismiss={onDismiss} />)
      }
    >
      <div role={isRead ? undefined : 'alert'}>
        {[...reasons].slice(0, named).map((reason) => (
          <p key={reason} className="text-muted">
            {reason}
          </p>
        ))}
      </div>
    </Fold>
  );
}
