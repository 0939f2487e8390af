import { retryState } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { taskWords } from '#lib/words-tasks.ts';
import { Chip, SelectChip } from '#ui/chip.tsx';
import { FilterBar, PersonFilter, SinceFilter } from '#ui/filter-bar.tsx';
import { areTasksFiltered, type TaskFilter } from './task-search.ts';

const text = taskWords.filters;

const states = [
  { value: '', text: text.any },
  { value: 'open', text: text.open },
  { value: 'ended', text: text.ended },
  ...retryState.options.map((state) => ({ value: state, text: words.states[state].title })),
];

type BarProps = { filter: TaskFilter; onFilter: (change: Partial<TaskFilter>) => void; onClear: () => void };

/** Filters of the tasks; each of them is in the address. */
export function TasksBar({ filter, onFilter, onClear }: BarProps) {
  return (
    <FilterBar onClear={areTasksFiltered(filter) ? onClear : null}>
      <SelectChip label={text.state} value={filter.state} options={states} onChange={(state) => onFilter({ state })} />
      <SinceFilter value={filter.since} onChange={(since) => onFilter({ since })} />
      <PersonFilter value={filter.by} onChange={(by) => onFilter({ by })} />
      {filter.job !== '' && (
        <Chip pressed onClick={() => onFilter({ job: '' })}>
          {text.job} <span aria-hidden="true">×</span>
        </Chip>
      )}
    </FilterBar>
  );
}
