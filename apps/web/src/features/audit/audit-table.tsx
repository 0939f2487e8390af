import type { AuditEntry } from '@retry-desk/contract';
import { words } from '#lib/words.ts';
import { Td, Th, WideTable } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { auditWords } from './words.ts';

const { columns, kinds } = auditWords;

function Line({ entry }: { entry: AuditEntry }) {
  return (
    <tr>
      <Td className="whitespace-nowrap">
        <Time at={entry.at} show="day" />
      </Td>
      <Td className="font-strong whitespace-nowrap">{kinds[entry.kind]}</Td>
      <Td>
        <bdi>{entry.user ?? words.unknownNumber}</bdi>
      </Td>
      <Td className="py-1.5">
        <bdi>{entry.subject}</bdi>
        {entry.detail && <div className="text-muted">{entry.detail}</div>}
      </Td>
      <Td className="text-muted whitespace-nowrap">{entry.address}</Td>
    </tr>
  );
}

/** Lines of the log, newest first. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  return (
    <WideTable label={auditWords.title} className="[&>table]:min-w-180">
      <thead>
        <tr>
          <Th className="w-32">{columns.at}</Th>
          <Th className="w-44">{columns.kind}</Th>
          <Th className="w-56">{columns.user}</Th>
          <Th>{columns.subject}</Th>
          <Th className="w-40">{columns.address}</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Line key={entry.id} entry={entry} />
        ))}
      </tbody>
    </WideTable>
  );
}
