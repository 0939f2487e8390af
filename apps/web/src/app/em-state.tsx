import { useQuery } from '@tanstack/react-query';
import { useSession } from '#api/session-context.ts';
import { boardQuery } from '#features/board/queries.ts';
import { statusQuery } from '#features/settings/status/queries.ts';
import { shortHost } from '#lib/short-names.ts';
import type { StaleKind } from '#lib/staleness.ts';
import { words } from '#lib/words.ts';
import { type MarkState, StateMark } from '#ui/state-mark.tsx';
import { useStale } from './use-stale.ts';

const shell = words.shell;
const shown: Record<StaleKind, [MarkState, string]> = {
  silent: ['unknown', shell.emUnknown],
  unread: ['unknown', words.notRead],
  'em-down': ['failed', shell.emDown],
  'em-degraded': ['warning', shell.emDegraded],
  old: ['warning', shell.emOld],
  'no-run': ['warning', shell.emNoRun],
};

/** Whether the data is live: Retry Desk's link to Enterprise Manager, on every page. Requests the board. */
export function EmState() {
  const { role } = useSession();
  useQuery({ ...boardQuery(), notifyOnChangeProps: [] });
  const { fresh, error, stale } = useStale();
  const { data: status } = useQuery({ ...statusQuery(), refetchInterval: false, staleTime: Number.POSITIVE_INFINITY });
  const name = status ? shortHost(status.em.host) : shell.em;
  const [mark, text]: [MarkState, string] = stale
    ? shown[stale.kind]
    : !fresh
      ? ['unknown', error !== null ? shell.emUnknown : shell.loading]
      : fresh.data.counts.jobs === 0
        ? ['unknown', shell.emNoJobs]
        : ['ok', shell.emOk];
  const details = role === 'operator' ? fresh?.data.em.message : null;
  return (
    <span className="flex items-center gap-1.75 text-s whitespace-nowrap" title={details ?? undefined}>
      <StateMark state={mark} />
      <span>
        <span className="sr-only md:not-sr-only">{name} · </span>
        {text}
      </span>
    </span>
  );
}
