import { useQuery } from '@tanstack/react-query';
import { boardQuery } from '#features/board/queries.ts';
import { statusQuery } from '#features/settings/status/queries.ts';
import { shortHost } from '#lib/short-names.ts';
import { words } from '#lib/words.ts';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';

/** Whether the picture is live: Retry Desk's link to Enterprise Manager, on every page. */
export function EmState() {
  const { data, isError } = useQuery({
    ...boardQuery(),
    select: ({ data: board, freshness }) => ({ em: board.em, freshness }),
  });
  const { data: status } = useQuery({ ...statusQuery(), refetchInterval: false, staleTime: Number.POSITIVE_INFINITY });
  const { shell } = words;
  const name = status ? shortHost(status.em.host) : shell.em;
  const state = isError || !data ? null : (data.freshness.emState ?? data.em.state);
  const shown: { mark: MarkState; text: string } =
    state === null
      ? { mark: 'unknown', text: isError ? shell.emUnknown : shell.loading }
      : state === 'ok'
        ? data?.em.silentSince === undefined
          ? { mark: 'ok', text: shell.emOk }
          : { mark: 'warning', text: shell.emNoRun }
        : data?.em.lastGoodAt === null
          ? { mark: 'unknown', text: shell.emUnread }
          : state === 'degraded'
            ? { mark: 'warning', text: shell.emDegraded }
            : { mark: 'failed', text: shell.emDown };
  return (
    <span className="flex items-center gap-1.75 text-s whitespace-nowrap" title={data?.em.message ?? undefined}>
      <StateMark state={shown.mark} />
      <span>
        <span className="sr-only md:not-sr-only">{name} · </span>
        {shown.text}
      </span>
    </span>
  );
}
