import type { Status } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { useSession, useTrust } from '#api/session-context.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { Fact } from './facts.tsx';
import { Fault, Paragraph, Section } from './section.tsx';
import { statusQuery } from './status/queries.ts';
import { settingsWords as words } from './words.ts';

type PartProps = { isOk: boolean; text: string; since: string };

/** How a part of the server is, and since when: as long as the server reports. */
function PartState({ isOk, text, since }: PartProps) {
  const { current } = useTrust();
  if (!current)
    return (
      <>
        <StateMark state="unknown" size={13} /> {words.outOfDate}
      </>
    );
  return (
    <>
      <StateMark state={isOk ? 'ok' : 'failed'} size={13} /> {text} {words.since} <Time at={since} show="day" />
    </>
  );
}

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
        <PartState
          isOk={status.journal.state === 'ok'}
          text={words.journal(status.journal.state)}
          since={status.journal.since}
        />
      </Fact>
      {status.log && (
        <Fact label={words.logLabel}>
          <PartState
            isOk={status.log.state === 'ok'}
            text={words.log(status.log.state, status.log.dropped)}
            since={status.log.since}
          />
        </Fact>
      )}
      <Fact label={words.poll}>{words.seconds(status.pollSeconds)}</Fact>
      <Fact label={words.retryPoll}>{words.seconds(status.retryPollSeconds)}</Fact>
      <Fact label={words.verdict}>{words.seconds(status.verdictSeconds)}</Fact>
    </dl>
  );
}

/** Warns loudly that nobody checks whom this server talks to. */
export function InsecureWarning() {
  const { role } = useSession();
  const { data } = useQuery(statusQuery());
  if (data?.em.tls !== 'insecure') return null;
  return (
    <div
      className="mx-5 my-4 flex gap-3 rounded-control border-2 border-warning bg-warning-bg px-3.5 py-3"
      role="alert"
    >
      <span className="mt-1">
        <StateMark state="warning" size={16} />
      </span>
      <div>
        <b className="text-l font-heavy text-warning">{words.insecure}</b>
        <p>{words.insecureHelp(role)}</p>
      </div>
    </div>
  );
}

/** This server and its way to Enterprise Manager. */
export function ServerSection() {
  const { data, error } = useQuery(statusQuery());
  return (
    <Section id="settings-server" title={words.server}>
      {error && (
        <Fault>
          {words.serverUnknown} {explain(error).text}
        </Fault>
      )}
      {!error && (data ? <ServerFacts status={data} /> : <Paragraph muted>{words.reading}</Paragraph>)}
    </Section>
  );
}
