import { auditKind } from '@retry-desk/contract';
import { SelectChip } from '#ui/chip.tsx';
import { FilterBar, PersonFilter, SinceFilter } from '#ui/filter-bar.tsx';
import { type AuditFilter, isAuditFiltered } from './audit-search.ts';
import { auditWords } from './words.ts';

const text = auditWords.filters;
const kinds = [
  { value: '', text: text.any },
  ...auditKind.options.map((kind) => ({ value: kind, text: auditWords.kinds[kind] })),
];

type BarProps = { filter: AuditFilter; onFilter: (change: Partial<AuditFilter>) => void };

/** Filters of the log; each of them is in the address. */
export function AuditBar({ filter, onFilter }: BarProps) {
  return (
    <FilterBar onClear={isAuditFiltered(filter) ? () => onFilter({ kind: '', by: '', since: '' }) : null}>
      <SelectChip
        label={text.kind}
        value={filter.kind}
        options={kinds}
        onChange={(kind) => onFilter({ kind: auditKind.options.find((known) => known === kind) ?? '' })}
      />
      <SinceFilter value={filter.since} onChange={(since) => onFilter({ since })} />
      <PersonFilter value={filter.by} onChange={(by) => onFilter({ by })} />
    </FilterBar>
  );
}
