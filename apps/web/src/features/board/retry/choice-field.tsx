import type { JobRow } from '@retry-desk/contract';
import { useId } from 'react';
import { retryWords as text } from '#lib/words-retry.ts';

/** One of several jobs, to be picked. */
export type JobChoice = { jobs: readonly JobRow[]; chosen: string; onChoose: (jobId: string) => void };

/** Which of several jobs is retried. */
export function ChoiceField({ jobs, chosen, onChoose }: JobChoice) {
  const id = useId();
  return (
    <div className="mb-3 grid gap-1">
      <label htmlFor={id} className="font-medium">
        {text.choice}
      </label>
      <select
        id={id}
        className="h-9 w-full rounded-control border border-line-control bg-raised px-2.5"
        value={chosen}
        onChange={(event) => onChoose(event.target.value)}
      >
        {jobs.map((job) => (
          <option key={job.id} value={job.id}>
            {text.choiceOf(job.name, job.run?.machinesFailed ?? null)}
          </option>
        ))}
      </select>
    </div>
  );
}
