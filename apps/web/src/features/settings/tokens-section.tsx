import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain, explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { words as catalogue } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { CreateToken } from './create-token.tsx';
import { List, Row } from './list-section.tsx';
import { revokeToken, tokensQuery } from './queries.ts';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

const words = settingsWords.tokens;

function Tokens() {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery());
  const revoke = useMutation({ mutationFn: revokeToken, onSettled: () => client.invalidateQueries(tokensQuery()) });
  const problem = error
    ? `${words.failed} ${explain(error).text}`
    : revoke.error && explainAction(revoke.error, words.failed).text;
  return (
    <>
      <List
        label={words.title}
        columns={Object.values(words.columns)}
        entries={data?.tokens}
        problem={problem}
        none={words.none}
        row={(token) => (
          <Row
            key={token.id}
            name={token.name}
            cells={[
              words.roles[token.role],
              <bdi key="by">{token.user}</bdi>,
              <Time key="until" at={token.expiresAt} show="day" />,
              token.lastSeenAt ? <Time key="seen" at={token.lastSeenAt} /> : catalogue.never,
            ]}
            press={{ text: words.revoke, label: words.revokeOf(token.name), onPress: () => revoke.mutate(token.id) }}
          />
        )}
      />
      <CreateToken />
    </>
  );
}

/** API tokens for scripts: list, create, revoke. */
export function TokensSection() {
  const { role } = useSession();
  if (role !== 'operator') return null;
  return (
    <Section id="settings-tokens" title={words.title} help={words.help}>
      <Tokens />
    </Section>
  );
}
