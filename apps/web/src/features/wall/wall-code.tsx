import { useQuery } from '@tanstack/react-query';
import { clock } from '#lib/time.ts';
import { wallCodeQuery } from './queries.ts';
import { SentenceLine } from './wall-sentence.tsx';
import { wallWords as words } from './words.ts';

/** Six signs that an operator types in Settings; then this screen goes on to the wall by itself. */
export function WallCode() {
  const { data } = useQuery(wallCodeQuery());
  if (data === undefined || data.state === 'over') return null;
  const { code, state, expiresAt } = data;
  return (
    <SentenceLine className="mt-3">
      {state === 'waiting' ? words.code.help : words.code.typed}
      <b className="mt-[--spacing(1.6)] mb-[--spacing(1.6)] block text-[length:--spacing(14)] leading-none tracking-[0.06em] whitespace-nowrap text-text portrait:text-[length:--spacing(10)]">
        {code.slice(0, 3)} {code.slice(3)}
      </b>
      {state === 'waiting' && words.code.until(clock(Date.parse(expiresAt), 'local'))}
    </SentenceLine>
  );
}
