import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { markOfResult } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { CardCell, CardRow, CardTable, Marked } from '#ui/card-table.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { readOutOf } from './read-out.ts';
import type { Machine } from './results.ts';
import { machineWords as words } from './words.ts';

const heads = [
  { text: words.columns.result, width: 'w-35' },
  { text: words.columns.ended, width: 'w-35' },
  { text: words.columns.job, width: 'w-[26%]' },
  { text: words.columns.why, width: '' },
];
const cell = 'py-2 [tr:last-child>&]:border-b-0';

function ResultRow({ result }: { result: Machine['results'][number] }) {
  return (
    <CardRow>
      <CardCell className={cell}>
        <Marked state={markOfResult[result.result]}>{catalogue.result[result.result]}</Marked>
      </CardCell>
      <CardCell isHead className={cell}>
        {result.endedAt ? <Time at={result.endedAt} show="day" /> : words.underWay}
      </CardCell>
      <CardCell isUnder className={cell}>
        <Link
          href={pages.job(result.jobId)}
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {result.jobName}
        </Link>
      </CardCell>
      <CardCell isUnder className={`${cell} text-muted`}>
        {result.reason ?? (result.result === 'failed' ? catalogue.noReason : '')}
      </CardCell>
    </CardRow>
  );
}

function LastGood({ machine: { lastGoodAt } }: { machine: Machine }) {
  if (lastGoodAt === undefined) return catalogue.notRead;
  if (lastGoodAt === null) return words.noLastGood;
  return (
    <>
      <Time at={lastGoodAt} show="day" />{' '}
      <small className="ml-1 text-s font-normal text-muted">
        <Time at={lastGoodAt} />
      </small>
    </>
  );
}

function MachineFact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-muted">{label}</dt>
      <dd className="font-strong tabular-nums">{children}</dd>
    </div>
  );
}

/** The two moments people need. */
function MachineFacts({ machine }: { machine: Machine }) {
  return (
    <dl className="grid grid-cols-2 gap-2.5 md:grid-cols-1">
      <MachineFact label={words.lastGood}>
        <LastGood machine={machine} />
      </MachineFact>
      <MachineFact label={words.nextRun}>
        {machine.nextRunAt ? <Time at={machine.nextRunAt} show="day" /> : words.noNextRun}
      </MachineFact>
    </dl>
  );
}

/** A sentence to read out or paste. */
function ReadOut({ machine }: { machine: Machine }) {
  const { zone } = usePreferences();
  const text = readOutOf(machine, { now: useNow(60), zone });
  return (
    <p className="flex items-baseline justify-between gap-3 border-b border-line bg-raised px-5 py-4 max-sm:flex-col">
      <span className="max-w-[100ch] select-text">{text}</span>
      <CopyButton text={text} label={words.copy} name={words.copyAbout(machine.machine)} />
    </p>
  );
}

/** A machine: what is known of it in two moments and a sentence, and its last results across jobs. */
export function MachineView({ machine }: { machine: Machine }) {
  // Of many found the server looks the two moments up of the first: that is neither "none" nor "not read yet".
  const isLookedUp = machine.nextRunAt !== undefined;
  return (
    <section
      className="grid border-t border-line md:grid-cols-[minmax(0,300px)_minmax(0,1fr)]"
      aria-label={machine.machine}
    >
      <div className="border-line px-5 pt-4 pb-3 md:border-r md:pb-4">
        <h2 className="mb-2.5 text-l font-heavy tracking-[-0.01em]">{machine.machine}</h2>
        {isLookedUp ? (
          <MachineFacts machine={machine} />
        ) : (
          <Link
            href={pages.machines(machine.machine)}
            aria-label={words.lookUpOf(machine.machine)}
            className="inline-flex min-h-6 items-center text-muted underline decoration-line-strong underline-offset-2 hover:decoration-current"
          >
            {words.lookUp}
          </Link>
        )}
      </div>
      <div>
        {isLookedUp && <ReadOut machine={machine} />}
        <CardTable label={words.resultsOf(machine.machine)} heads={heads}>
          {machine.results.map((result) => (
            <ResultRow key={`${result.runId} ${result.jobId}`} result={result} />
          ))}
        </CardTable>
      </div>
    </section>
  );
}
