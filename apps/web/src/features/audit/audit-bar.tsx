import { auditKind } from '@retry-desk/contract';
import { useState } from 'react';
import { isSpan } from '#lib/spans.ts';
import { SelectChip } from '#ui/chip.tsx';
import { type AuditFilter, isFiltered } from './audit-search.ts';
import { auditWords } from './words.ts';

const text = auditWords.filters;
const kinds = [
  { value: '', text: text.any },
  ...auditKind.options.map((kind) => ({ value: kind, text: auditWords.kinds[kind] })),
];
const spans = [
  { value: '', text: text.sinceAny },
  { value: 'hour', text: text.sinceHour },
  { value: 'day', text: text.sinceDay },
  { value: 'week', text: text.sinceWeek },
  { value: 'month', text: text.sinceMonth },
];

type BarProps = { filter: AuditFilter; onFilter: (change: Partial<AuditFilter>) => void };

function PersonField({ filter, onFilter }: BarProps) {
  const [by, setBy] = useState(filter.by);
  const done = () => {
    if (by.trim() !== filter.by) onFilter({ by: by.trim() });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done();
      }}
    >
      <input
        type="search"
        aria-label={text.by}
        placeholder={text.by}
        className="h-6.5 w-44 rounded-control border border-line-strong bg-raised px-2.5"
        value={by}
        onChange={(event) => setBy(event.target.value)}
        onBlur={done}
      />
    </form>
  );
}

/** Filters of the log; each of them is in the address. */
export function AuditBar({ filter, onFilter }: BarProps) {
  return (
    <search
      aria-label={text.label}
      className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-5 py-2.5"
    >
      <SelectChip
        label={text.kind}
        value={filter.kind}
        options={kinds}
        onChange={(kind) => onFilter({ kind: auditKind.options.find((known) => known === kind) ?? '' })}
      />
      <SelectChip
        label={text.since}
        value={filter.since}
        options={spans}
        onChange={(since) => onFilter({ since: isSpan(since) ? since : '' })}
      />
      <PersonField key={filter.by} filter={filter} onFilter={onFilter} />
      {isFiltered(filter) && (
        <button
          type="button"
          className="min-h-6 text-s text-muted underline underline-offset-2 hover:text-text"
          onClick={() => onFilter({ kind: '', by: '', since: '' })}
        >
          {text.clear}
        </button>
      )}
    </search>
  );
}
