import type { ApiToken } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explain, explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { useSession } from '#api/session-context.ts';
import { words as catalogue } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { RowTh, Td, Th, WideTable } from '#ui/table.tsx';
import { Time } from '#ui/time.tsx';
import { MakeToken } from './make-token.tsx';
import { endToken, tokensQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.tokens;

function TokenRow({ token, onEnd }: { token: ApiToken; onEnd: () => void }) {
  const lock = useJournalLock();
  return (
    <tr>
      <RowTh strong>
        <bdi>{token.name}</bdi>
      </RowTh>
      <Td>{words.roles[token.role]}</Td>
      <Td>
        <bdi>{token.user}</bdi>
      </Td>
      <Td>
        <Time at={token.expiresAt} show="day" />
      </Td>
      <Td>{token.lastSeenAt ? <Time at={token.lastSeenAt} /> : catalogue.never}</Td>
      <Td className="text-right">
        <Button size="small" disabledReason={lock} aria-label={words.endOf(token.name)} onClick={onEnd}>
          {words.end}
        </Button>
      </Td>
    </tr>
  );
}

function TokenTable({ tokens, onEnd }: { tokens: readonly ApiToken[]; onEnd: (id: string) => void }) {
  if (tokens.length === 0) return <p>{words.none}</p>;
  return (
    <WideTable label={words.title} className="settings-table">
      <thead>
        <tr>
          <Th>{words.columns.name}</Th>
          <Th>{words.columns.role}</Th>
          <Th>{words.columns.by}</Th>
          <Th>{words.columns.until}</Th>
          <Th>{words.columns.seen}</Th>
          <td className="border-b border-line" />
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <TokenRow key={token.id} token={token} onEnd={() => onEnd(token.id)} />
        ))}
      </tbody>
    </WideTable>
  );
}

function Tokens() {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery());
  const end = useMutation({ mutationFn: endToken, onSettled: () => client.invalidateQueries(tokensQuery()) });
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
        <TokenTable tokens={data.tokens} onEnd={(id) => end.mutate(id)} />
      ) : (
        !error && <p className="muted">{settingsWords.reading}</p>
      )}
      <MakeToken />
    </>
  );
}

/** Keys of scripts: list, make, revoke. */
export function TokensSection() {
  const { role } = useSession();
  if (role !== 'operator') return null;
  return (
    <section aria-labelledby="settings-tokens">
      <h2 id="settings-tokens">{words.title}</h2>
      <p className="muted">{words.help}</p>
      <Tokens />
    </section>
  );
}
