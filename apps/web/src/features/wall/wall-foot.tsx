import type { WallBoard } from '@retry-desk/contract';
import type { ReactNode } from 'react';
import { recoveredIn } from '#lib/days.ts';
import type { MarkState } from '#lib/marks.ts';
import { clock } from '#lib/time.ts';
import { Mark, stateColours } from './mark.tsx';
import { isWhole } from './screen.ts';
import { largestSpan } from './urgency.ts';
import { inMotion } from './wall-view.ts';
import { wallWords as words } from './words.ts';

/** Retries shown by name; the others are counted. */
const named = 2;

type ItemProps = {
  mark?: MarkState;
  /** Whether it keeps its room where names are cut. */
  isWhole?: boolean;
  children: ReactNode;
};

function Item({ mark, isWhole = false, children }: ItemProps) {
  return (
    <li className={`flex items-center gap-[0.8vw] text-quiet portrait:gap-[2.4vw] ${isWhole ? 'flex-none' : ''}`}>
      {mark && <Mark state={mark} />}
      {children}
    </li>
  );
}

/** A name, and under it how that is going: the name alone is cut where there is no room, as the grid asks for none. */
function Named({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <p className="grid grid-cols-[minmax(0,max-content)]">
        <b className={`truncate ${strong}`}>{name}</b>
      </p>
      <p className="whitespace-nowrap">{children}</p>
    </div>
  );
}

const strong = 'font-[620] text-text';

export function WallMotion({ board, now }: { board: WallBoard; now: number }) {
  const moving = inMotion(board.tasks);
  const more = moving.length - named;
  const recoveredToday = recoveredIn(board.counts, now, 'local');
  return (
    <ul className="flex min-w-0 gap-[2vw] portrait:grid portrait:grid-cols-[1fr_1fr] portrait:gap-x-[3vw] portrait:gap-y-[--spacing(1.4)]">
      {moving.slice(0, named).map((task) => (
        <Item key={task.taskId} mark={task.state === 'running' ? 'running' : 'waiting'}>
          <Named name={task.jobName}>{words.moving(task.state, task.progress)}</Named>
        </Item>
      ))}
      {more > 0 && (
        <Item mark="waiting" isWhole>
          <Named name={words.moreRetries(more)}>{words.beingRetried}</Named>
        </Item>
      )}
      {moving.length === 0 && <Item isWhole>{words.noRetry}</Item>}
      <Item mark={recoveredToday === null ? 'unknown' : recoveredToday === 0 ? 'waiting' : 'ok'} isWhole>
        <p className="truncate">
          <b className={strong}>
            {board.em.readSince && recoveredToday !== null && '≥ '}
            {recoveredToday ?? words.notKnown}
          </b>{' '}
          {words.recovered}
        </p>
      </Item>
    </ul>
  );
}

/** How much of the data's life is left; green only where the data may be: see `isWhole`. */
function AgeRing({ left, board }: { left: number; board: WallBoard }) {
  const isLate = board.em.silentSince !== undefined || left < 0.34;
  const colour = isLate ? 'warning' : isWhole(board) ? 'ok' : 'unknown';
  return (
    <svg
      className={`size-[--spacing(6.4)] fill-none forced-colors:text-[CanvasText] stroke-[5] ${stateColours[colour]}`}
      viewBox="0 0 36 36"
      aria-hidden="true"
    >
      <circle className="stroke-hair" cx="18" cy="18" r="15" />
      <circle
        className="stroke-current"
        cx="18"
        cy="18"
        r="15"
        pathLength="100"
        strokeDasharray={`${Math.round(left * 100)} 100`}
        transform="rotate(-90 18 18)"
      />
    </svg>
  );
}

type WallClockProps = { board: WallBoard; now: number; age: number; left: number; pageText: string | null };

export function WallClock({ board, now, age, left, pageText }: WallClockProps) {
  const { silentSince } = board.em;
  return (
    <div className="flex flex-none items-center gap-[1.2vw] tabular-nums portrait:gap-[2.4vw]">
      <AgeRing left={left} board={board} />
      <div className="text-quiet">
        <p>
          {silentSince === undefined
            ? words.updatedAgo(Math.floor(age / 1000))
            : words.newestRun(largestSpan(now - Date.parse(silentSince)))}
        </p>
        {pageText && <p>{pageText}</p>}
      </div>
      <time className="text-m font-[600] portrait:ml-auto" dateTime={new Date(now).toISOString()}>
        {clock(now, 'local')}
      </time>
    </div>
  );
}
