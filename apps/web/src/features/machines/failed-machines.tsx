import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { noticesOf } from '#api/notices-of.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { CardCell, CardRow, CardTable, Marked } from '#ui/card-table.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { Time } from '#ui/time.tsx';
import type { FailedRows } from './failed-rows.ts';
import { failedMachinesQuery } from './queries.ts';
import { machineWords as words } from './words.ts';

/** Rows shown; the rest are found by their names. */
const most = 100;

const heads = [
  { text: words.columns.machine, width: 'w-[22%]' },
  { text: words.columns.failedAt, width: 'w-[130px]' },
  { text: words.columns.job, width: 'w-[24%]' },
  { text: words.columns.why, width: '' },
];

/** The page before anybody searches: the machines that failed in the newest run of their job. */
export function FailedMachines() {
  const query = useQuery(failedMachinesQuery());
  return (
    <>
      <ListNotices text={words.failedNotices} {...noticesOf(query)} />
      {query.data && <FailedList data={query.data} />}
    </>
  );
}

function FailedList({ data }: { data: FailedRows }) {
  if (data.unread) return <Empty title={catalogue.board.unread}>{catalogue.board.unreadHelp}</Empty>;
  if (!data.hasJobs) return <Empty title={words.noJobs} mark="unknown" />;
  const missing = data.unreadJobs > 0 && words.unreadFailed(data.unreadJobs);
  if (data.rows.length === 0) {
    return missing ? <Empty title={catalogue.board.unread}>{missing}</Empty> : <Empty title={words.noneFailed} />;
  }
  return (
    <section className="border-t border-line" aria-labelledby="machines-failed">
      <h2 id="machines-failed" className="px-5 pt-3.5 pb-1.5 font-heavy">
        {words.failedNow}{' '}
        <span className="text-muted font-normal">
          {data.rows.length > most ? words.firstOf(most, data.rows.length) : data.rows.length}
        </span>
      </h2>
      {missing && <p className="text-muted">{missing}</p>}
      <CardTable label={words.failedNow} heads={heads}>
        {data.rows.slice(0, most).map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a machine may be named twice, with two reasons
          <CardRow key={`${row.jobId} ${place}`}>
            <CardCell isHead>
              <Marked state="failed">
                <Link
                  href={pages.machines(row.machine)}
                  className="inline-flex min-h-6 items-center font-strong text-text no-underline hover:underline"
                >
                  {row.machine}
                </Link>
              </Marked>
            </CardCell>
            <CardCell>
              <Time at={row.failedAt} show="day" />
            </CardCell>
            <CardCell isUnder>
              <Link
                href={pages.job(row.jobId)}
                className="inline-flex min-h-6 items-center text-text no-underline hover:underline"
              >
                {row.jobName}
              </Link>
            </CardCell>
            <CardCell isUnder className="text-muted">
              <div className="line-clamp-2" title={row.text}>
                {row.text}
              </div>
            </CardCell>
          </CardRow>
        ))}
      </CardTable>
    </section>
  );
}
