import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { firstNames, type RetryPlan } from '../retry/retry-plan.ts';
import { footWords as text } from './foot-words.ts';

type FootProps = {
  selected: number;
  plan: RetryPlan;
  onClear: () => void;
  onRetry: () => void;
  /** Null where none of the selected jobs needs attention. */
  onAcknowledge: (() => void) | null;
};

/** The effect of the selection, before anything is done: it names the machines that will run again. */
export function BoardFoot({ selected, plan, onClear, onRetry, onAcknowledge }: FootProps) {
  const names = firstNames(plan.machines.names, 6);
  const { count, atLeast } = plan.machines;
  const run = `${text.run(count, atLeast)}${names.text ? `: ${names.text}` : ''}${names.more > 0 ? ` ${words.board.more(names.more)}` : ''}`;
  const parts = [plan.run.length > 0 && run, plan.waiting.length > 0 && text.waiting(plan.waiting.length)];
  return (
    <section
      aria-label={text.selected(selected)}
      className="sticky bottom-0 z-20 flex min-h-13 flex-wrap items-center gap-x-3 gap-y-2 border-t border-line-strong bg-raised px-5 py-2"
    >
      <b className="font-strong">{text.selected(selected)}</b>
      <span className="min-w-0 flex-1 basis-48 text-muted">{parts.filter(Boolean).join(' · ') || text.nothing}</span>
      <span className="ml-auto flex gap-3">
        <Button onClick={onClear}>{text.clear}</Button>
        {onAcknowledge && <Button onClick={onAcknowledge}>{text.acknowledge}</Button>}
        <Button variant="primary" onClick={onRetry}>
          {text.retry(selected)}
        </Button>
      </span>
    </section>
  );
}
