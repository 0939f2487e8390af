import type { AuditEntry } from '@retry-desk/contract';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { dayName } from '#lib/dates.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { RowTh, Td, WideTable } from '#ui/cells.tsx';
import { Th } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { WithTimes } from '#ui/with-times.tsx';
import { auditWords } from './words.ts';

const { columns, kinds } = auditWords;

/** A line about a retry names its task: that has a page of its own. */
function Detail({ text }: { text: string }) {
  const [, task] = /^task ([0-9a-f-]{36})$/.exec(text) ?? [];
  return (
    <div className="text-muted">
      {task ? (
        <Link href={pages.task(task)} className="underline decoration-line-strong underline-offset-2">
          {text}
        </Link>
      ) : (
        <WithTimes>{text}</WithTimes>
      )}
    </div>
  );
}

function Line({ entry }: { entry: AuditEntry }) {
  return (
    <tr>
      <RowTh className="whitespace-nowrap">
        <Time at={entry.at} show="time" />
      </RowTh>
      <Td className="font-strong whitespace-nowrap">{kinds[entry.kind]}</Td>
      <Td>
        <bdi>{entry.user ?? words.unknownNumber}</bdi>
      </Td>
      <Td className="py-1.5">
        <bdi>{entry.subject}</bdi>
        {entry.detail && <Detail text={entry.detail} />}
      </Td>
      <Td className="text-muted whitespace-nowrap">{entry.address}</Td>
    </tr>
  );
}

/** Lines of the log, newest first. */
export function AuditTable({ entries }: { entries: readonly AuditEntry[] }) {
  const { zone } = usePreferences();
  const dayOf = (entry: AuditEntry | undefined) => entry && dayName(Date.parse(entry.at), zone);
  return (
    <WideTable label={auditWords.title} className="[&>table]:min-w-240">
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
        {entries.map((entry, place) => (
          <Fragment key={entry.id}>
            {dayOf(entry) !== dayOf(entries[place - 1]) && (
              <tr>
                <th
                  scope="colgroup"
                  colSpan={5}
                  className="border-b border-line bg-raised px-5 py-2 text-left font-strong"
                >
                  {dayOf(entry)}
                </th>
              </tr>
            )}
            <Line entry={entry} />
          </Fragment>
        ))}
      </tbody>
    </WideTable>
  );
}
