import type { WallBoard } from '@retry-desk/contract';
import { recoveredIn } from '#lib/days.ts';
import { clock } from '#lib/time.ts';
import { Mark } from './mark.tsx';
import { isWhole } from './screen.ts';
import { largestSpan } from './urgency.ts';
import { inMotion, type WallTask } from './wall-view.ts';
import { wallWords as words } from './words.ts';
import './wall-foot.css';

/** Retries shown by name; the others are counted. */
const named = 2;

function Moving({ task }: { task: WallTask }) {
  return (
    <li>
      <Mark state={task.state === 'running' ? 'running' : 'waiting'} />
      <div>
        <p className="one">
          <b>{task.jobName}</b>
        </p>
        <p className="one quiet">{words.moving(task.state, task.progress)}</p>
      </div>
    </li>
  );
}

export function WallMotion({ board, now }: { board: WallBoard; now: number }) {
  const moving = inMotion(board.tasks);
  const more = moving.length - named;
  const recoveredToday = recoveredIn(board.counts, now, 'local');
  return (
    <ul className="wall-motion">
      {moving.slice(0, named).map((task) => (
        <Moving key={task.taskId} task={task} />
      ))}
      {more > 0 && (
        <li className="whole">
          <Mark state="waiting" />
          <div>
            <p className="one">
              <b>{words.moreRetries(more)}</b>
            </p>
            <p className="one quiet">{words.beingRetried}</p>
          </div>
        </li>
      )}
      {moving.length === 0 && <li className="whole quiet">{words.noRetry}</li>}
      <li className="whole">
        <Mark state={recoveredToday === null ? 'unknown' : recoveredToday === 0 ? 'waiting' : 'ok'} />
        <p className="one quiet">
          <b>
            {board.em.readSince && recoveredToday !== null && '≥ '}
            {recoveredToday ?? words.notKnown}
          </b>{' '}
          {words.recovered}
        </p>
      </li>
    </ul>
  );
}

/** How much of the data's life is left; green only where the data may be: see `isWhole`. */
function AgeRing({ left, board }: { left: number; board: WallBoard }) {
  const isLate = board.em.silentSince !== undefined || left < 0.34;
  const colour = isLate ? 'warning' : isWhole(board) ? 'ok' : 'unknown';
  return (
    <svg className={`wall-ring ${colour}`} viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15" />
      <circle
        className="left"
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
    <div className="wall-clock">
      <AgeRing left={left} board={board} />
      <div className="quiet">
        <p>
          {silentSince === undefined
            ? words.updatedAgo(Math.floor(age / 1000))
            : words.newestRun(largestSpan(now - Date.parse(silentSince)))}
        </p>
        {pageText && <p>{pageText}</p>}
      </div>
      <time dateTime={new Date(now).toISOString()}>{clock(now, 'local')}</time>
    </div>
  );
}
