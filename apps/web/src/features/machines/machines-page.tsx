import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { markOfResult } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Empty, ErrorNotice, Loading, StaleNotice } from '#ui/notice.tsx';
import { PageHead, PageTitle } from '#ui/page.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { isAskable, machinesQuery } from './queries.ts';
import type { Machine } from './results.ts';
import { useSettled } from './use-settled.ts';
import { machineWords as words } from './words.ts';
import './machines.css';

function MachineResult({ result }: { result: Machine['results'][number] }) {
  return (
    <li>
      <StateMark state={markOfResult[result.result]} />
      <span>{catalogue.result[result.result]}</span>
      <Link
        href={pages.job(result.jobId)}
        className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
      >
        {result.jobName}
      </Link>
      <span className="when">{result.endedAt ? <Time at={result.endedAt} show="day" /> : words.underWay}</span>
      <span className="why">{result.reason ?? (result.result === 'failed' ? words.noReason : '')}</span>
    </li>
  );
}

function Found({ text }: { text: string }) {
  const { data, error, refetch } = useQuery(machinesQuery(text));
  const again = <Button onClick={() => refetch()}>{catalogue.shell.tryAgain}</Button>;
  if (!data) {
    if (!error) return <Loading>{words.searching}</Loading>;
    return (
      <ErrorNotice title={words.failed} action={again}>
        {explain(error).text}
      </ErrorNotice>
    );
  }
  return (
    <>
      {error && (
        <StaleNotice title={words.stale} action={again}>
          {explain(error).text}
        </StaleNotice>
      )}
      {data.machines.length === 0 ? (
        <Empty title={words.nothing(text)}>{words.nothingHelp}</Empty>
      ) : (
        <p className="machines-found text-muted" role="status">
          {words.found(data.machines.length)}
        </p>
      )}
      {data.machines.map((machine) => (
        <section className="machine" key={machine.machine} aria-label={machine.machine}>
          <h2>{machine.machine}</h2>
          <ul>
            {machine.results.map((result) => (
              <MachineResult key={`${result.runId} ${result.jobId}`} result={result} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** `/machines?q=`: what a machine's last backups came to, across jobs. */
export function MachinesPage() {
  const [, navigate] = useLocation();
  const text = new URLSearchParams(useSearch()).get('q') ?? '';
  const asked = useSettled(text.trim());
  return (
    <>
      <PageTitle>{catalogue.shell.machines}</PageTitle>
      <PageHead title={catalogue.shell.machines} />
      <search className="machines-find block">
        <Field
          label={words.label}
          type="search"
          value={text}
          placeholder={words.placeholder}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => navigate(pages.machines(target.value), { replace: true })}
        />
      </search>
      {isAskable(asked) ? <Found text={asked} /> : <p className="machines-found text-muted">{words.start}</p>}
    </>
  );
}
