import type { WallBoard } from '@retry-desk/contract';
import { clock } from '#lib/time.ts';
import { Mark } from './mark.tsx';
import type { Sum } from './screen.ts';
import { largestSpan } from './urgency.ts';
import { wallWords as words } from './words.ts';

type WallSumProps = {
  failed: number;
  state: Sum;
  board: WallBoard;
  now: number;
  earlier: { count: number; at: number } | null;
};

/** The number of failed jobs, with its shape and its word. */
export function WallSum({ failed, state, board, now, earlier }: WallSumProps) {
  const warning = warningOf(board, now);
  const { jobs } = board.counts;
  const unknown = board.failed.filter((row) => row.state === 'unknown').length;
  return (
    <section className="wall-sum">
      <h1 className={state} aria-live="polite">
        <span className={`wall-big digits-${String(failed).length}`}>
          <Mark state={state} />
          <b>{failed}</b>
        </span>{' '}
        <span className="wall-word">{jobs === 0 ? words.noJobs : words.failed(failed, unknown)}</span>
      </h1>
      <div className="wall-facts quiet">
        {jobs !== null && jobs > 0 && <p>{words.ofJobs(jobs)}</p>}
        {earlier && <p>{words.earlier(earlier.count, clock(earlier.at, 'local'))}</p>}
        {warning && (
          <p className="warning">
            <Mark state="warning" /> {warning}
          </p>
        )}
      </div>
    </section>
  );
}

/** What is amiss although the numbers are still true. */
function warningOf(board: WallBoard, now: number): string | null {
  const { silentSince } = board.em;
  if (board.em.state === 'down') return words.emDown;
  if (silentSince !== undefined) return words.emSilent(largestSpan(now - Date.parse(silentSince)));
  if (board.em.state === 'degraded') return words.emDegraded;
  return board.journal.state === 'ok' ? null : words.journalSilent;
}
