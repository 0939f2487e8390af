import { type ApiToken, type NewApiToken, tokenWarningDays } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explain, explainAction } from '#api/explain.ts';
import { useSession } from '#api/session-context.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words as catalogue } from '#lib/words.ts';
import { Time } from '#ui/time.tsx';
import { CreateToken } from './create-token.tsx';
import { CreatedOnce } from './created-once.tsx';
import { List, Row } from './list-section.tsx';
import { revokeToken, tokensQuery } from './queries.ts';
import { RenewToken } from './renew-token.tsx';
import { Section } from './section.tsx';
import { settingsWords } from './words.ts';

const words = settingsWords.tokens;

/** The day it ends, with a warning where that is soon. */
function Until({ at }: { at: string }) {
  const days = Math.floor((Date.parse(at) - serverNow()) / 86_400_000);
  return (
    <>
      <Time at={at} show="day" />
      {days < tokenWarningDays && <b className="block text-warning">{words.endsIn(days)}</b>}
    </>
  );
}

function Tokens() {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery());
  const revoke = useMutation({ mutationFn: revokeToken, onSettled: () => client.invalidateQueries(tokensQuery()) });
  const [renewing, setRenewing] = useState<ApiToken | null>(null);
  const [renewed, setRenewed] = useState<NewApiToken | null>(null);
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
              <Until key="until" at={token.expiresAt} />,
              token.lastSeenAt ? <Time key="seen" at={token.lastSeenAt} /> : catalogue.never,
            ]}
            also={{ text: words.renew, label: words.renewOf(token.name), onPress: () => setRenewing(token) }}
            press={{ text: words.revoke, label: words.revokeOf(token.name), onPress: () => revoke.mutate(token.id) }}
          />
        )}
      />
      {renewing && (
        <RenewToken
          token={renewing}
          onClose={() => setRenewing(null)}
          onRenewed={(made) => {
            setRenewing(null);
            setRenewed(made);
          }}
        />
      )}
      {renewed ? (
        <CreatedOnce
          title={words.renewed(renewed.token.name)}
          help={words.renewedHelp}
          label={words.secret}
          secret={renewed.secret}
          copy={words.copy}
          onDone={() => setRenewed(null)}
        />
      ) : (
        <CreateToken />
      )}
    </>
  );
}

/** API tokens for scripts: list, create, renew, revoke. */
export function TokensSection() {
  const { role } = useSession();
  if (role !== 'operator') return null;
  return (
    <Section id="settings-tokens" title={words.title} help={words.help}>
      <Tokens />
    </Section>
  );
}
