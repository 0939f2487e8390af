import { useId } from 'react';
import { words } from '#lib/words.ts';
import { retryWords as text } from '#lib/words-retry.ts';
import { type Left, Line, machinesText } from './retry-lists.tsx';

type WaitingProps = {
  waiting: Left;
  chosen: ReadonlySet<string>;
  onChoose: (ids: readonly string[], on: boolean) => void;
};

/** Jobs Veeam will try again by itself: each is retried now where its box is selected, and else left to Veeam. */
export function WaitingList({ waiting, chosen, onChoose }: WaitingProps) {
  const id = useId();
  if (waiting.length === 0) return null;
  const on = waiting.filter(({ job }) => chosen.has(job.id)).length;
  return (
    <fieldset className="m-0 mt-4 min-w-0 border-0 p-0">
      <legend className="p-0 font-strong">{text.waiting(waiting.length)}</legend>
      {waiting.length > 1 && (
        <label className="flex items-center gap-2.25 py-2">
          <input
            type="checkbox"
            ref={(box) => {
              if (box) box.indeterminate = on > 0 && on < waiting.length;
            }}
            checked={on === waiting.length}
            onChange={() =>
              onChoose(
                waiting.map(({ job }) => job.id),
                on < waiting.length,
              )
            }
          />
          {text.waitingAll}
        </label>
      )}
      <ul className="m-0 list-none p-0">
        {waiting.map(({ job, reason }) => (
          <Line
            key={job.id}
            job={job}
            labelFor={`${id}-${job.id}`}
            mark={
              <input
                id={`${id}-${job.id}`}
                type="checkbox"
                className="block"
                checked={chosen.has(job.id)}
                aria-describedby={`${id}-${job.id}-why`}
                onChange={(event) => onChoose([job.id], event.target.checked)}
              />
            }
          >
            {machinesText(job)} · <span id={`${id}-${job.id}-why`}>{words.can.anyway(reason)}</span>
          </Line>
        ))}
      </ul>
    </fieldset>
  );
}
