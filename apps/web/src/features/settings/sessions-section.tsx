import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain, explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { Time } from '#ui/time.tsx';
import { List, Row } from './list-section.tsx';
import { revokeSession, sessionsQuery } from './queries.ts';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

const words = settingsWords.sessions;

function Sessions() {
  const client = useQueryClient();
  const { data, error } = useQuery(sessionsQuery());
  const revoke = useMutation({ mutationFn: revokeSession, onSettled: () => client.invalidateQueries() });
  const problem = error
    ? `${words.failed} ${explain(error).text}`
    : revoke.error && explainAction(revoke.error, words.failed).text;
  return (
    <List
      label={words.title}
      columns={Object.values(words.columns)}
      entries={data?.sessions}
      problem={problem}
      row={(session) => (
        <Row
          key={session.id}
          name={session.user}
          cells={[
            words.roles[session.role],
            words.sources[session.source],
            <Time key="start" at={session.startedAt} />,
            <Time key="seen" at={session.seenAt} />,
          ]}
          press={{
            text: words.revoke,
            label: words.revokeOf(session.user),
            off: session.own ? words.own : null,
            onPress: () => revoke.mutate(session.id),
          }}
        />
      )}
    />
  );
}

/** The signed-in people; an operator revokes any session at once. */
export function SessionsSection() {
  const { role } = useSession();
  if (role !== 'operator') return null;
  return (
    <Section id="settings-sessions" title={words.title} help={words.help}>
      <Sessions />
    </Section>
  );
}
