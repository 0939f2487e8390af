import { Link } from 'wouter';
import { markOfResult } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { CopyButton } from '#ui/copy-button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { RowTh, Table, Td, Th } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { readOutOf } from './read-out.ts';
import type { Machine } from './results.ts';
import { machineWords as words } from './words.ts';

function ResultRow({ result }: { result: Machine['results'][number] }) {
  return (
    <tr>
      <Td>
        <span className="state">
          <StateMark state={markOfResult[result.result]} />
          {catalogue.result[result.result]}
        </span>
      </Td>
      <RowTh className="when">{result.endedAt ? <Time at={result.endedAt} show="day" /> : words.underWay}</RowTh>
      <Td>
        <Link
          href={pages.job(result.jobId)}
          className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
        >
          {result.jobName}
        </Link>
      </Td>
      <Td className="why">{result.reason ?? (result.result === 'failed' ? words.noReason : '')}</Td>
    </tr>
  );
}

function LastGood({ machine: { lastGoodAt } }: { machine: Machine }) {
  if (lastGoodAt === undefined) return catalogue.notRead;
  if (lastGoodAt === null) return words.noLastGood;
  return (
    <>
      <Time at={lastGoodAt} show="day" />{' '}
      <small>
        <Time at={lastGoodAt} />
      </small>
    </>
  );
}

/** A machine: the two moments people need, a sentence to read out or paste, and its last results across jobs. */
export function MachineView({ machine }: { machine: Machine }) {
  const { zone } = usePreferences();
  const text = readOutOf(machine, { now: useNow(60), zone });
  return (
    <section className="found-machine" aria-label={machine.machine}>
      <div className="machine-facts">
        <h2>{machine.machine}</h2>
        <dl>
          <div>
            <dt>{words.lastGood}</dt>
            <dd>
              <LastGood machine={machine} />
            </dd>
          </div>
          <div>
            <dt>{words.nextRun}</dt>
            <dd>{machine.nextRunAt ? <Time at={machine.nextRunAt} show="day" /> : words.noNextRun}</dd>
          </div>
        </dl>
      </div>
      <div className="machine-summary">
        <p>
          <span>{text}</span>
          <CopyButton text={text} label={words.copy} name={words.copyAbout(machine.machine)} />
        </p>
        <Table label={words.resultsOf(machine.machine)}>
          <thead>
            <tr>
              <Th>{words.columns.result}</Th>
              <Th>{words.columns.ended}</Th>
              <Th>{words.columns.job}</Th>
              <Th>{words.columns.why}</Th>
            </tr>
          </thead>
          <tbody>
            {machine.results.map((result) => (
              <ResultRow key={`${result.runId} ${result.jobId}`} result={result} />
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}
