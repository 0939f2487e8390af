import type { LastGoodMachine } from '@retry-desk/contract';
import { Link } from 'wouter';
import { markOfResult } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { CardCell, CardRow, CardTable, Marked } from '#ui/card-table.tsx';
import { DailyResults } from '#ui/daily-results.tsx';
import { Time } from '#ui/time.tsx';
import { ageWords as words } from './age-words.ts';

/** Jobs of a machine that are named in its row. */
const mostJobs = 2;

const heads = [
  { text: words.columns.machine, width: 'w-[26%]' },
  { text: words.columns.lastGood, width: 'w-[24%]' },
  { text: words.columns.newest, width: 'w-40' },
  { text: words.columns.jobs, width: '' },
];
const link = 'inline-flex min-h-6 items-center text-text no-underline hover:underline';

type RowProps = { machine: LastGoodMachine };

/** The protection group stands where no job leads to the machine. */
function Name({ machine: { machine, computer, jobs } }: RowProps) {
  const details = [
    jobs.length === 0 && computer?.protectionGroup && words.group(computer.protectionGroup),
    computer?.agentStatus && computer.agentStatus !== 'Installed' && words.agent(computer.agentStatus),
  ].filter((detail) => typeof detail === 'string');
  return (
    <>
      <Link href={pages.machines(machine)} className={`${link} font-strong`}>
        {machine}
      </Link>
      {details.length > 0 && <div className="text-s text-muted">{details.join(' · ')}</div>}
    </>
  );
}

function LastGood({ machine: { backup, lastGoodAt } }: RowProps) {
  if (lastGoodAt !== null) {
    return (
      <>
        <Time at={lastGoodAt} />
        <div className="text-s text-muted">
          <Time at={lastGoodAt} show="day" />
        </div>
      </>
    );
  }
  const why = backup === 'never' || backup === 'unlisted' || backup === 'unclear' ? words.why[backup] : null;
  return (
    <>
      <span className={backup === 'none' || backup === 'never' ? 'font-strong text-failed' : 'text-muted'}>
        {words.backups[backup]}
      </span>
      {why && <div className="text-s text-muted">{why}</div>}
    </>
  );
}

function Newest({ machine: { newest } }: RowProps) {
  if (newest === undefined) return null;
  return (
    <>
      <Marked state={markOfResult[newest.result]}>{catalogue.result[newest.result]}</Marked>
      {newest.endedAt !== null && (
        <div className="pl-4.75 text-s text-muted" title={newest.reason ?? undefined}>
          <Time at={newest.endedAt} show="day" />
        </div>
      )}
    </>
  );
}

function Jobs({ machine: { jobs, backup } }: RowProps) {
  if (jobs.length === 0) return backup === 'never' ? <span className="text-muted">{words.noJob}</span> : null;
  return (
    <>
      {jobs.slice(0, mostJobs).map((job) => (
        <div key={job.id} className="grid grid-cols-[minmax(0,1fr)_max-content] items-center gap-x-4">
          <Link href={pages.job(job.id)} className={link}>
            {job.name}
          </Link>
          <DailyResults job={job} />
        </div>
      ))}
      {jobs.length > mostJobs && <div className="text-s text-muted">{words.moreJobs(jobs.length - mostJobs)}</div>}
    </>
  );
}

/** Machines without a good backup first, then the oldest; a card each on a phone. */
export function AgeTable({ machines }: { machines: readonly LastGoodMachine[] }) {
  return (
    <CardTable label={words.title} heads={heads}>
      {machines.map((machine) => (
        <CardRow key={`${machine.machine} ${machine.jobs[0]?.id ?? ''}`}>
          <CardCell isHead className="py-1.5">
            <Name machine={machine} />
          </CardCell>
          <CardCell className="py-1.5">
            <LastGood machine={machine} />
          </CardCell>
          <CardCell className="py-1.5">
            <Newest machine={machine} />
          </CardCell>
          <CardCell isUnder className="py-1.5">
            <Jobs machine={machine} />
          </CardCell>
        </CardRow>
      ))}
    </CardTable>
  );
}
