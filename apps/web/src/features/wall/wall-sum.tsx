import type { WallBoard } from '@retry-desk/contract';
import type { MarkState } from '#lib/marks.ts';
import { clock, dayClock } from '#lib/time.ts';
import { Mark, stateColours } from './mark.tsx';
import type { Sum } from './screen.ts';
import { largestSpan } from './urgency.ts';
import { wallWords as words } from './words.ts';

type WallSumProps = {
  needing: number;
  state: Sum;
  board: WallBoard;
  now: number;
  earlier: { count: number; at: number } | null;
};

const alone = 'grid place-content-center justify-items-center text-center portrait:row-span-2 portrait:gap-x-[4vw]';
const besideList =
  'min-w-[27vw] pt-5 portrait:pt-3 pr-[2vw] pl-[4vw] portrait:grid portrait:grid-cols-[max-content_minmax(0,1fr)] portrait:grid-rows-[1fr_1fr] portrait:gap-x-[4vw] portrait:px-[4vw] portrait:pb-3';
const big =
  'flex items-center gap-[--spacing(3.4)] leading-none font-[640] tracking-[-0.04em] tabular-nums [font-feature-settings:normal]';
/** By how many digits the number has. */
const sizes: Record<number, string> = {
  1: 'text-[length:var(--l)]',
  2: 'text-[length:calc(0.84*var(--l))]',
  3: 'text-[length:calc(0.66*var(--l))]',
};
const smallest = 'text-[length:calc(0.5*var(--l))]';

/** The shape of a sum: known trouble is nothing new, and not green either. */
const marks: Record<Sum, MarkState> = { failed: 'failed', known: 'warning', ok: 'ok', unknown: 'unknown' };

/** The number of jobs that need attention, with its shape and its word. */
export function WallSum({ needing, state, board, now, earlier }: WallSumProps) {
  const warnings = warningsOf(board, now);
  const { jobs } = board.counts;
  const isAlone = board.failed.length === 0;
  const parts = words.parts(board.counts);
  const unknown = board.failed.filter((row) => row.state === 'unknown').length;
  return (
    <section className={isAlone ? alone : besideList}>
      <h1 className={`portrait:contents ${stateColours[marks[state]]}`} aria-live="polite">
        <span className={`${big} ${isAlone ? '' : 'portrait:row-span-2'} ${sizes[String(needing).length] ?? smallest}`}>
          <Mark state={marks[state]} className="size-[0.36em]" />
          <b>{needing}</b>
        </span>{' '}
        <span className="text-m font-[560] portrait:self-end">
          {jobs === 0 ? words.noJobs : words.needing(needing, board.counts, unknown)}
        </span>
      </h1>
      <div
        className={`mt-2 font-[480] text-quiet portrait:mt-[--spacing(0.6)] ${isAlone ? '' : 'max-w-[24vw] portrait:max-w-none'}`}
      >
        {parts && <p className="text-text">{parts}</p>}
        {jobs !== null && jobs > 0 && <p>{words.ofJobs(jobs)}</p>}
        {earlier && <p>{words.earlier(earlier.count, clock(earlier.at, 'local'))}</p>}
        {warnings.map((warning) => (
          <p key={warning} className="mt-2 flex items-baseline gap-[0.3em] text-warning portrait:mt-0">
            <Mark state="warning" className="mt-2 size-[0.95em] portrait:mt-0" /> {warning}
          </p>
        ))}
      </div>
    </section>
  );
}

/** Faults beside numbers that are still true: that of the numbers, and that of what is sent about them. */
function warningsOf(board: WallBoard, now: number): string[] {
  const { failingChannels = [] } = board;
  const warning = warningOf(board, now);
  // Neither has delivered since the later of two moments.
  const since = Math.max(...failingChannels.map((failing) => Date.parse(failing.since)));
  const failing =
    failingChannels.length === 0 ? [] : [words.notDelivered(failingChannels, dayClock(since, now, 'local'))];
  return warning === null ? failing : [warning, ...failing];
}

function warningOf(board: WallBoard, now: number): string | null {
  const { silentSince } = board.em;
  if (board.em.state === 'down') return words.emDown;
  if (silentSince !== undefined) return words.emSilent(largestSpan(now - Date.parse(silentSince)));
  if (board.em.state === 'degraded') return words.emDegraded;
  return board.journal.state === 'ok' ? null : words.journalSilent;
}
