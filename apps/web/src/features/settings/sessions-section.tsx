import type { OpenSession } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain, explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { useSession } from '#api/session-context.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { RowTh, Td, Th, WideTable } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { endSession, sessionsQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.sessions;

function SessionRow({ session, onEnd }: { session: OpenSession; onEnd: () => void }) {
  const lock = useJournalLock();
  return (
    <tr>
      <RowTh strong>
        <bdi>{session.user}</bdi>
      </RowTh>
      <Td>{words.roles[session.role]}</Td>
      <Td>{words.sources[session.source]}</Td>
      <Td>
        <Time at={session.startedAt} />
      </Td>
      <Td>
        <Time at={session.seenAt} />
      </Td>
      <Td className="text-right">
        <Button
          size="small"
          aria-label={words.endOf(session.user)}
          disabledReason={session.own ? words.own : lock}
          onClick={onEnd}
        >
          {words.end}
        </Button>
      </Td>
    </tr>
  );
}

function SessionTable() {
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery());
  const end = useMutation({ mutationFn: endSession, onSettled: () => client.invalidateQueries() });
  const failed = error
    ? `${words.failed} ${explain(error).text}`
    : end.error && explainAction(end.error, words.failed).text;
  return (
    <>
      {failed && (
        <p className="settings-fault" role="alert">
          <StateMark state="unknown" />
          {failed}
        </p>
      )}
      {data ? (
        <WideTable label={words.title} className="settings-table">
          <thead>
            <tr>
              <Th>{words.columns.user}</Th>
              <Th>{words.columns.role}</Th>
              <Th>{words.columns.source}</Th>
              <Th>{words.columns.startedAt}</Th>
              <Th>{words.columns.seenAt}</Th>
              <td className="border-b border-line" />
            </tr>
          </thead>
          <tbody>
            {data.sessions.map((session) => (
              <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
            ))}
          </tbody>
        </WideTable>
      ) : (
        !error && <p className="muted">{settingsWords.reading}</p>
      )}
    </>
  );
}

/** Who is signed in; an operator ends any of it at once. */
export function SessionsSection() {
  const { role } = useSession();
  if (role !== 'operator') return null;
  return (
    <section aria-labelledby="settings-sessions">
      <h2 id="settings-sessions">{words.title}</h2>
      <p className="muted">{words.help}</p>
      <SessionTable />
    </section>
  );
}
