import type { HandOver } from '@retry-desk/contract';
import { Link } from 'wouter';
import { duration } from '#lib/dates.ts';
import { isolated } from '#lib/isolated.ts';
import { markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { attentionWords } from '#lib/words-attention.ts';
import { Quote } from '#ui/quote.tsx';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { StateWord } from '#ui/state-word.tsx';
import { Time } from '#ui/time.tsx';
import { Lines, None, Part } from './part.tsx';
import { isPartlyRead } from './partly-read.ts';
import { shiftWords as words } from './words.ts';

/** Entries of each list on the screen, and on the one sheet of paper. */
const listed = 50;
const printed = { retries: 4, repaired: 7, acknowledgements: 2, outages: 2 };

function JobLink({ to, mark, children }: { to: string; mark: MarkState | null; children: string }) {
  return (
    <>
      {mark && (
        <span className="mr-2.25 inline-block">
          <StateMark state={mark} still />
        </span>
      )}
      <Link href={to} className="font-strong text-text no-underline hover:underline">
        {children}
      </Link>
    </>
  );
}

function restOf(shown: number, all: number) {
  return all > shown ? words.firstOf(shown, all) : null;
}

function Retries({ shift: { retries, retriesInAll } }: { shift: HandOver }) {
  const shown = retries.slice(0, listed);
  const rest = retriesInAll > shown.length && (
    <Link href={pages.tasks()} className="inline-flex min-h-6 items-center">
      {words.allRetries(retriesInAll)}
    </Link>
  );
  return (
    <Part title={words.parts.retries} count={retriesInAll} rest={rest}>
      {retriesInAll === 0 && <None>{words.none.retries}</None>}
      <Lines of={shown} count={retriesInAll} printed={printed.retries} keyOf={({ taskId }) => taskId}>
        {({ taskId, jobName, state, requestedBy, requestedAt, note }) => (
          <>
            <JobLink to={pages.task(taskId)} mark={markOfRetry[state]}>
              {jobName}
            </JobLink>{' '}
            <StateWord state={markOfRetry[state]}>{catalogue.states[state].title}</StateWord>{' '}
            <span className="text-muted">
              {words.by(requestedBy)}, <Time at={requestedAt} show="day" />
              {note && (
                <>
                  {' · '}
                  <Quote>{note}</Quote>
                </>
              )}
            </span>
          </>
        )}
      </Lines>
    </Part>
  );
}

function Repaired({ shift }: { shift: HandOver }) {
  const { repaired, repairedInAll } = shift;
  const shown = repaired.slice(0, listed);
  return (
    <Part title={words.parts.repaired} count={repairedInAll} rest={restOf(shown.length, repairedInAll)}>
      {repairedInAll === 0 && <None>{isPartlyRead(shift) ? words.none.repairedUnread : words.none.repaired}</None>}
      <Lines
        of={shown}
        count={repairedInAll}
        printed={printed.repaired}
        keyOf={({ jobId, goodAt }) => `${jobId} ${goodAt}`}
      >
        {({ jobId, jobName, failedAt, goodAt }) => (
          <>
            <JobLink to={pages.job(jobId)} mark="ok">
              {jobName}
            </JobLink>{' '}
            <span className="text-muted">
              {words.failedGood.failed} <Time at={failedAt} show="day" />, {words.failedGood.good}{' '}
              <Time at={goodAt} show="day" />
            </span>
          </>
        )}
      </Lines>
    </Part>
  );
}

type Made = HandOver['acknowledgements'][number];

function HowLong({ end, endedAt, endedBy, until }: Made) {
  if (end !== null && endedAt !== null) {
    return (
      <>
        {words.endedBy(end, endedBy)} <Time at={endedAt} show="day" />
      </>
    );
  }
  if (until === 'next-success') return attentionWords.untilSuccess;
  return (
    <>
      {attentionWords.until} <Time at={until} show="day" />
    </>
  );
}

function Acknowledgements({ shift: { acknowledgements, acknowledgementsInAll: inAll } }: { shift: HandOver }) {
  const shown = acknowledgements.slice(0, listed);
  return (
    <Part title={words.parts.acknowledgements} count={inAll} rest={restOf(shown.length, inAll)}>
      {inAll === 0 && <None>{words.none.acknowledgements}</None>}
      <Lines of={shown} count={inAll} printed={printed.acknowledgements} keyOf={({ id }) => id}>
        {(made) => (
          <>
            <JobLink to={pages.job(made.jobId)} mark={null}>
              {made.jobName}
            </JobLink>{' '}
            <span className="text-muted">
              {words.by(made.by)}, <Time at={made.at} show="day" />, <HowLong {...made} />
              {made.ticket !== null && ` · ${isolated(made.ticket)}`}
              {' · '}
              {isolated(made.note)}
            </span>
          </>
        )}
      </Lines>
    </Part>
  );
}

function Outages({ shift: { outages, until: now } }: { shift: HandOver }) {
  return (
    <Part title={words.parts.outages} count={outages.length}>
      {outages.length === 0 && <None>{words.none.outages}</None>}
      <Lines
        of={outages}
        count={outages.length}
        printed={printed.outages}
        keyOf={({ what, from }) => `${what} ${from}`}
      >
        {({ what, from, until }) => (
          <>
            {words.away[what]}{' '}
            <span className="text-muted">
              <Time at={from} show="day" /> – {until === null ? words.still : <Time at={until} show="day" />},{' '}
              {words.lasted(duration(Date.parse(until ?? now) - Date.parse(from)))}
            </span>
          </>
        )}
      </Lines>
    </Part>
  );
}

/** The rest of the hand-over: what was done, what came right by itself, what was acknowledged, what was away. */
export function Happened({ shift }: { shift: HandOver }) {
  return (
    <div className="grid border-t border-line lg:grid-cols-2 print:grid-cols-2">
      <div className="min-w-0 *:not-first:border-t">
        <Retries shift={shift} />
        <Acknowledgements shift={shift} />
        <Outages shift={shift} />
      </div>
      <div className="min-w-0 border-line max-lg:border-t lg:border-l print:border-t-0">
        <Repaired shift={shift} />
      </div>
    </div>
  );
}
