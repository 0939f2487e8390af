import type { Status } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { Fact } from './facts.tsx';
import { statusQuery } from './status/queries.ts';
import { settingsWords as words } from './words.ts';

function ServerFacts({ status }: { status: Status }) {
  const { role } = useSession();
  return (
    <dl>
      <Fact label={words.version}>{status.version}</Fact>
      <Fact label={words.startedAt}>
        <Time at={status.startedAt} show="day" />
      </Fact>
      <Fact label={words.host}>{status.em.host}</Fact>
      {status.em.account !== undefined && <Fact label={words.account}>{status.em.account}</Fact>}
      {status.em.passwordRefused && (
        <Fact label={words.passwordLabel}>
          <StateMark state="failed" size={13} /> {words.passwordRefused}
        </Fact>
      )}
      <Fact label={words.tlsLabel}>{words.tls(status.em.tls, role)}</Fact>
      <Fact label={words.storeLabel}>{words.store(status.store, role)}</Fact>
      <Fact label={words.journalLabel}>
        <StateMark state={status.journal.state === 'ok' ? 'ok' : 'failed'} size={13} />{' '}
        {words.journal(status.journal.state)} {words.since} <Time at={status.journal.since} show="day" />
      </Fact>
      {status.log && (
        <Fact label={words.logLabel}>
          <StateMark state={status.log.state === 'ok' ? 'ok' : 'failed'} size={13} />{' '}
          {words.log(status.log.state, status.log.dropped)} {words.since} <Time at={status.log.since} show="day" />
        </Fact>
      )}
      <Fact label={words.poll}>{words.seconds(status.pollSeconds)}</Fact>
      <Fact label={words.retryPoll}>{words.seconds(status.retryPollSeconds)}</Fact>
      <Fact label={words.verdict}>{words.seconds(status.verdictSeconds)}</Fact>
    </dl>
  );
}

/** Says loudly that nobody checks whom this server talks to. */
export function InsecureWarning() {
  const { role } = useSession();
  const { data } = useQuery(statusQuery());
  if (data?.em.tls !== 'insecure') return null;
  return (
    <div className="settings-warning" role="alert">
      <StateMark state="warning" size={16} />
      <div>
        <b>{words.insecure}</b>
        <p>{words.insecureHelp(role)}</p>
      </div>
    </div>
  );
}

/** What this server is and how it reaches Enterprise Manager. */
export function ServerSection() {
  const { data, error } = useQuery(statusQuery());
  return (
    <section aria-labelledby="settings-server">
      <h2 id="settings-server">{words.server}</h2>
      {error && (
        <p className="settings-fault" role="alert">
          <StateMark state="unknown" />
          {words.serverUnknown} {explain(error).text}
        </p>
      )}
      {!error && (data ? <ServerFacts status={data} /> : <p className="muted">{words.reading}</p>)}
    </section>
  );
}
