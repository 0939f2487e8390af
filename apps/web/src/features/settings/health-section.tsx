import type { EmHealth } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import { useSession, useTrust } from '#api/session-context.ts';
import type { MarkState } from '#lib/marks.ts';
import { words as catalogue } from '#lib/words.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { Fact } from './facts.tsx';
import { emHealthQuery } from './queries.ts';
import { Fault, Paragraph, Section, StateLine } from './section.tsx';
import { settingsWords as words } from './words.ts';

const marks: Record<EmHealth['state'], MarkState> = { ok: 'ok', degraded: 'warning', down: 'failed' };

type Health = EmHealth & { takenAt: string | null };

function markOf({ state, silentSince }: EmHealth): MarkState {
  return state === 'ok' && silentSince !== undefined ? 'warning' : marks[state];
}

/** How it is: as the banner judges it, which notices silence before a request here has failed. */
function State({ em }: { em: Health }) {
  const { current } = useTrust();
  const unread = em.state === 'ok' && em.takenAt === null;
  if (!current || unread)
    return (
      <>
        <StateMark state="unknown" size={13} />
        <b>{current ? words.notRead : words.outOfDate}</b>
      </>
    );
  return (
    <>
      <StateMark state={markOf(em)} size={13} />
      <b>{words.health(em.state)}</b>
      <span className="text-muted">
        {words.since} <Time at={em.since} show="day" />
      </span>
    </>
  );
}

function HealthFacts({ em }: { em: Health }) {
  const { role } = useSession();
  return (
    <>
      <StateLine>
        <State em={em} />
      </StateLine>
      <dl>
        <Fact label={words.lastGood}>{em.takenAt ? <Time at={em.takenAt} /> : catalogue.notRead}</Fact>
        {em.newestEventAt && (
          <Fact label={words.newestEvent}>
            <Time at={em.newestEventAt} />
          </Fact>
        )}
        {em.message && role === 'operator' && <Fact label={words.message}>{em.message}</Fact>}
      </dl>
    </>
  );
}

/** How the link to Enterprise Manager is, and since when. */
export function HealthSection() {
  const { data, error } = useQuery(emHealthQuery());
  return (
    <Section id="settings-em" title={words.em}>
      {error && (
        <Fault>
          {words.emUnknown} {explain(error).text}
        </Fault>
      )}
      {!error && (data ? <HealthFacts em={data} /> : <Paragraph muted>{words.reading}</Paragraph>)}
    </Section>
  );
}
