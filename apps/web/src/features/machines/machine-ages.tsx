import type { LastGoodList } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { noticesOf } from '#api/notices-of.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Marked } from '#ui/card-table.tsx';
import { Chip } from '#ui/chip.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { ListPaging } from '#ui/list-paging.tsx';
import { Empty } from '#ui/notice.tsx';
import { Time } from '#ui/time.tsx';
import { useAddress } from '#ui/use-address.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { type AgeFilter, ageRequest, readAgeFilter } from './age-filter.ts';
import { AgeTable } from './age-table.tsx';
import { ageWords as words } from './age-words.ts';
import { backupAgesQuery, backupAgesTable } from './queries.ts';

type Counts = LastGoodList['counts'];

/** The choices of an age with how many machines each has; without numbers until they are known. */
function choicesOf(counts: Counts | undefined) {
  return [
    { older: '', text: words.all, count: counts?.machines },
    ...(counts?.olderThan ?? []).map(({ days, machines }) => ({
      older: String(days),
      text: words.olderThan(days),
      count: machines,
    })),
    { older: 'none', text: words.none, count: counts?.none },
    { older: 'unknown', text: words.unknown, count: counts && counts.unread + counts.unknown },
  ];
}

/** The choice in words, for paper. */
function chosenOf({ older }: AgeFilter): string {
  if (older === '') return words.all;
  if (older === 'none' || older === 'unknown') return words[older];
  return words.olderThan(Number(older));
}

type BarProps = { filter: AgeFilter; counts: Counts | undefined; onOlder: (older: string) => void };

function AgeBar({ filter, counts, onOlder }: BarProps) {
  return (
    <fieldset className="m-0 flex flex-wrap items-center gap-2 border-0 p-0">
      <legend className="sr-only">{words.filters}</legend>
      {choicesOf(counts).map(({ older, text, count }) => (
        <Chip key={older} pressed={filter.older === older} onClick={() => onOlder(older)}>
          {text} {count !== undefined && <span className="font-normal tabular-nums">{count}</span>}
        </Chip>
      ))}
    </fieldset>
  );
}

/** That the list of computers is missing, or is not of now. */
function ComputersNotice({ computers: { readAt, failing, unreadable } }: { computers: LastGoodList['computers'] }) {
  if (failing !== undefined) {
    return (
      <div className="border-b border-line bg-warning-bg px-5 py-2.5">
        <p role="status">
          <Marked state="warning">{words.computersFailing}</Marked>
        </p>
        <p>
          {words.since} <Time at={failing.since} show="day" />.{' '}
          {readAt === null ? (
            words.noList
          ) : (
            <>
              {words.listOf} <Time at={readAt} show="day" />.
            </>
          )}
        </p>
        <details className="text-muted">
          <summary className="min-h-6">{catalogue.shell.details}</summary>
          <p>{failing.message}</p>
        </details>
      </div>
    );
  }
  if (readAt === null) return <p className="px-5 pt-3 text-muted">{words.computersUnread}</p>;
  return unreadable > 0 && <p className="px-5 pt-3 text-muted">{words.unreadableComputers(unreadable)}</p>;
}

/** The machines of which it is not known how old their last good backup is. */
function Unknown({ counts, isListed }: { counts: Counts; isListed: boolean }) {
  const { unread, unreadJobs, unlistedJobs } = counts;
  const unreadText = unreadJobs > 0 ? words.unread(unread, unreadJobs) : words.unreadComputers(unread);
  return (
    <>
      {(unread > 0 || unreadJobs > 0) && (
        <p role="status" className="px-5 pt-3">
          {unreadText}{' '}
          {!isListed && unread > 0 && <Link href={pages.machinesByAge({ older: 'unknown' })}>{words.showThem}</Link>}
        </p>
      )}
      {unlistedJobs > 0 && <p className="px-5 pt-3">{words.unlistedJobs(unlistedJobs)}</p>}
    </>
  );
}

function emptyText(older: string): string {
  if (older === '') return words.nothing.all;
  if (older === 'none' || older === 'unknown') return words.nothing[older];
  return words.nothing.older(Number(older));
}

function Ages({ data, filter }: { data: LastGoodList; filter: AgeFilter }) {
  const { machines, found, nextCursor, counts } = data;
  return (
    <>
      <ComputersNotice computers={data.computers} />
      <Unknown counts={counts} isListed={filter.older === 'unknown'} />
      {machines.length === 0 ? (
        <Empty title={emptyText(filter.older)} />
      ) : (
        <>
          <p className="px-5 py-3 text-muted" role="status">
            {words.found(found)}
          </p>
          {machines.length < found && (
            <p className="hidden px-5 py-2 print:block">{words.printed(machines.length, found)}</p>
          )}
          <AgeTable machines={machines} />
        </>
      )}
      <ListPaging
        label={words.paging.label}
        words={words.paging}
        link={Link}
        newest={filter.cursor === '' ? null : pages.machinesByAge({ older: filter.older })}
        older={nextCursor && pages.machinesByAge({ older: filter.older, cursor: nextCursor })}
      />
    </>
  );
}

/** `/machines?view=age`: every machine by the age of its last good backup, for an auditor as a file. */
export function MachineAges() {
  const [search, go] = useAddress();
  const filter = readAgeFilter(search);
  const question = ageRequest(filter);
  const query = useQuery(backupAgesQuery(question));
  const { data, isPlaceholderData } = query;
  const file = useTableFile('last-good-backups', usePreferences().zone, () => backupAgesTable(question));
  return (
    <section aria-label={words.title} className="border-t border-line">
      <h2 className="hidden px-5 pt-3 font-heavy print:block">{`${words.title}: ${chosenOf(filter)}`}</h2>
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-5 py-2.5 print:hidden!">
        <AgeBar filter={filter} counts={data?.counts} onOlder={(older) => go(pages.machinesByAge({ older }))} />
        <div className="ml-auto flex items-center gap-2">
          <FileButton file={file} />
        </div>
      </div>
      <ListNotices text={words.notices} {...noticesOf(query)} />
      {data && !isPlaceholderData && <Ages data={data} filter={filter} />}
      {isPlaceholderData && <p className="px-5 py-6 text-muted">{catalogue.shell.loading}</p>}
    </section>
  );
}
