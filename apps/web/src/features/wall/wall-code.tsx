import { useQuery } from '@tanstack/react-query';
import { clock } from '#lib/time.ts';
import { wallCodeQuery } from './queries.ts';
import { wallWords as words } from './words.ts';

/** Six signs that an operator types in Settings; then this screen goes on to the wall by itself. */
export function WallCode() {
  const { data } = useQuery(wallCodeQuery());
  if (data === undefined || data.state === 'over') return null;
  const { code, state, expiresAt } = data;
  return (
    <p className="wall-code">
      {state === 'waiting' ? words.code.help : words.code.typed}
      <b>
        {code.slice(0, 3)} {code.slice(3)}
      </b>
      {state === 'waiting' && words.code.until(clock(Date.parse(expiresAt), 'local'))}
    </p>
  );
}
