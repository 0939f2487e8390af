import { words } from '#lib/words.ts';

/** From here on it is no matter of one bad night: somebody has to look. */
const mattersFrom = 3;

/** How often in a row a job has failed; one that matters stands out. */
export function Streak({ streak, atLeast }: { streak: number; atLeast: boolean }) {
  if (streak === 0) return null;
  const matters = 'inline-block rounded-control border border-failed bg-failed-bg px-1.5 font-heavy text-failed';
  return (
    <>
      <span
        aria-hidden="true"
        className={streak >= mattersFrom ? matters : streak > 1 ? 'font-strong text-failed' : ''}
      >
        {words.board.streakOf(streak, atLeast)}
      </span>
      <span className="sr-only">{words.board.streakSpoken(streak, atLeast)}</span>
    </>
  );
}
