import type { Board } from '@retry-desk/contract';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { Fresh } from '#api/request.ts';
import { recoveredIn } from '#lib/days.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { laterPart } from '#ui/later.tsx';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { Time, ZoneName } from '#ui/time.tsx';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';

const CollectButton = laterPart(async () => ({ default: (await import('./collect-button.tsx')).CollectButton }));

type CountProps = {
  mark: MarkState | null;
  value: number | null;
  href?: string;
  atLeast?: boolean;
  children: ReactNode;
};

function Count({ mark, value, href, atLeast = false, children }: CountProps) {
  const inner = (
    <>
      <span className="flex items-center gap-1 sm:gap-2">
        {mark && <StateMark state={value === null ? 'unknown' : mark} size={13} still dim={value === 0} />}
        <b className={`tabular-nums text-l font-heavy sm:text-xl tracking-tight ${mark ? '' : 'text-muted'}`}>
          {atLeast && value !== null && '≥ '}
          {value ?? words.unknownNumber}
        </b>
      </span>
      <span className="text-s wrap-break-word text-muted sm:text-m">{children}</span>
    </>
  );
  const look = 'grid text-text no-underline';
  return (
    <li>
      {href ? (
        <Link href={href} className={`${look} hover:underline`}>
          {inner}
        </Link>
      ) : (
        <span className={look}>{inner}</span>
      )}
    </li>
  );
}

/** The numbers that matter, large, and of when they are. */
export function BoardSum({ fresh }: { fresh: Fresh<Board> }) {
  const { counts, em, failed, servers, takenAt } = fresh.data;
  const { zone } = usePreferences();
  const now = useNow(15 * 60);
  const text = words.board.counts;
  const { attention = counts.failed } = counts;
  const beside = (['overdue', 'hung', 'acknowledged'] as const)
    .flatMap((kind) => (counts[kind] ? [`${counts[kind]} ${text.beside[kind]}`] : []))
    .join(' · ');
  return (
    <section
      aria-label={text.label}
      className="flex flex-wrap items-end gap-x-6 gap-y-1 px-5 py-2 sm:gap-y-3 sm:pt-5 sm:pb-4"
    >
      <ul className="m-0 grid list-none grid-cols-5 gap-x-1.5 p-0 max-[359px]:grid-cols-3 max-sm:w-full sm:flex sm:flex-wrap sm:gap-x-6 sm:gap-y-3 xl:gap-x-10">
        <Count mark="failed" value={attention} href={pages.board()}>
          {attention !== counts.failed || beside !== ''
            ? text.attention
            : failed.some((row) => row.state === 'unknown')
              ? text.failedOrUnknown
              : text.failed}
          {beside !== '' && <span className="block text-s">{beside}</span>}
        </Count>
        <Count mark="running" value={counts.retrying}>
          {text.retrying}
        </Count>
        <Count mark="ok" value={recoveredIn(counts, now, zone)} atLeast={em.readSince !== undefined}>
          {text.recovered}
        </Count>
        <Count mark="waiting" value={counts.running} href={pages.board({ state: 'running' })}>
          {text.running}
        </Count>
        <Count mark={null} value={counts.jobs} href={pages.board({ state: 'all' })}>
          {text.jobs(servers.length)}
        </Count>
      </ul>
      <div className="text-s text-muted sm:ml-auto sm:text-right">
        {em.lastGoodAt !== null && (
          <p>
            {words.board.asOf} <Time at={fresh.freshness.takenAt ?? takenAt} show="seconds" className="text-text" />{' '}
            <ZoneName />
          </p>
        )}
        {em.newestEventAt !== null && (
          <p className="max-sm:in-[main:has([data-folded])]:hidden">
            {words.board.newestEvent} <Time at={em.newestEventAt} />
            <CollectButton />
          </p>
        )}
      </div>
    </section>
  );
}
