import type { EndedAcknowledgement } from '@retry-desk/contract';
import { Link } from 'wouter';
import { isolated } from '#lib/isolated.ts';
import { pages } from '#lib/paths.ts';
import { attentionWords as text } from '#lib/words-attention.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { Time } from '#ui/time.tsx';
import { card, Frame } from './task-card.tsx';

/** So many are listed by name. */
const named = 5;

/** That jobs are no longer known problems: which, why, and what had been noted of them. One card for all. */
export function EndedCard({ ended, inAll }: { ended: readonly EndedAcknowledgement[]; inAll: number }) {
  const title = text.endedCard(inAll);
  const isGood = ended.every(({ end }) => end === 'success');
  return (
    <article aria-label={title} className={card}>
      <Frame mark={<StateMark state={isGood ? 'ok' : 'warning'} />} head={<b className="font-strong">{title}</b>}>
        <ul className="grid gap-1.5">
          {ended.slice(0, named).map(({ id, jobId, jobName, by, note, ticket, end, endedAt }) => (
            <li key={id} className="wrap-anywhere">
              <Link href={pages.job(jobId)} className="font-strong text-text no-underline hover:underline">
                {jobName}
              </Link>{' '}
              {text.ends[end]} <Time at={endedAt} show="day" />
              <p className="line-clamp-2 text-s text-muted" title={note}>
                {[isolated(by), ticket && isolated(ticket), isolated(note)].filter(Boolean).join(' · ')}
              </p>
            </li>
          ))}
        </ul>
        {inAll > named && (
          <Link href={pages.shift('day')} className="inline-flex min-h-6 items-center text-s">
            {text.moreEnded(inAll - named)}
          </Link>
        )}
      </Frame>
    </article>
  );
}
