import { retryState } from '@retry-desk/contract';
import { useState } from 'react';
import { isSpan } from '#lib/spans.ts';
import { words } from '#lib/words.ts';
import { Chip, SelectChip } from '#ui/chip.tsx';
import { isFiltered, type TaskFilter } from './task-search.ts';

const text = words.tasks.filters;

const states = [
  { value: '', text: text.any },
  { value: 'open', text: text.open },
  { value: 'ended', text: text.ended },
  ...retryState.options.map((state) => ({ value: state, text: words.states[state].title })),
];
const spans = [
  { value: '', text: text.sinceAny },
  { value: 'hour', text: text.sinceHour },
  { value: 'day', text: text.sinceDay },
  { value: 'week', text: text.sinceWeek },
  { value: 'month', text: text.sinceMonth },
];

type BarProps = { filter: TaskFilter; onFilter: (change: Partial<TaskFilter>) => void };

function PersonField({ filter, onFilter }: BarProps) {
  const [by, setBy] = useState(filter.by);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onFilter({ by: by.trim() });
      }}
    >
      <input
        type="search"
        aria-label={text.by}
        placeholder={text.by}
        className="h-6.5 w-44 rounded-control border border-line-strong bg-raised px-2.5"
        value={by}
        onChange={(event) => setBy(event.target.value)}
        onBlur={() => {
          if (by.trim() !== filter.by) onFilter({ by: by.trim() });
        }}
      />
    </form>
  );
}

/** Filters of the tasks; each of them is in the address. */
export function TasksBar({ filter, onFilter }: BarProps) {
  return (
    <search
      aria-label={text.label}
      className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-5 py-2.5"
    >
      <SelectChip label={text.state} value={filter.state} options={states} onChange={(state) => onFilter({ state })} />
      <SelectChip
        label={text.since}
        value={filter.since}
        options={spans}
        onChange={(since) => onFilter({ since: isSpan(since) ? since : '' })}
      />
      <PersonField key={filter.by} filter={filter} onFilter={onFilter} />
      {filter.job !== '' && (
        <Chip pressed onClick={() => onFilter({ job: '' })}>
          {text.job} <span aria-hidden="true">×</span>
        </Chip>
      )}
      {isFiltered(filter) && (
        <button
          type="button"
          className="min-h-6 text-s text-muted underline underline-offset-2 hover:text-text"
          onClick={() => onFilter({ state: '', by: '', job: '', since: '' })}
        >
          {text.clear}
        </button>
      )}
    </search>
  );
}
