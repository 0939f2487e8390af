import { wallLinkRefusal } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useCallback, useState } from 'react';
import { shiftAt } from './burn-in.ts';
import { failureOf, wallQuery } from './queries.ts';
import { screenOf } from './screen.ts';
import { useAlarm } from './use-alarm.ts';
import { useClocks } from './use-clocks.ts';
import { useIdle } from './use-idle.ts';
import { useReload } from './use-reload.ts';
import { useWakeLock } from './use-wake-lock.ts';
import { WallLive } from './wall-live.tsx';
import { WallRefused } from './wall-refused.tsx';
import { WallTools } from './wall-tools.tsx';
import { WallWithoutNumbers } from './wall-without-numbers.tsx';
import './wall-base.css';
import './wall.css';

const turnEvery = 10_000;
/** A held page lets go by itself: a wall must not hide jobs because somebody forgot. */
const holdFor = 5 * 60_000;

function turnsAt(steady: number): number {
  return Math.floor(steady / turnEvery);
}

/** Custom properties are no known style to React's types. */
type ShiftStyle = CSSProperties & Record<'--shift-x' | '--shift-y', number>;

/** `/wall`: the wall, or why the link that led here did not open it. */
export function WallPage() {
  const refused = wallLinkRefusal.safeParse(new URLSearchParams(location.search).get('link'));
  return refused.success ? <WallRefused why={refused.data} /> : <WallPicture />;
}

/** What failed, what moves, and whether it is true, for a screen that nobody touches. */
function WallPicture() {
  const { data, error } = useQuery(wallQuery());
  const clocks = useClocks();
  const idle = useIdle();
  useWakeLock();
  const failure = failureOf(error);
  useReload(failure);
  const screen = screenOf(data ?? null, failure, clocks);
  const alarm = useAlarm(screen.kind === 'live' ? screen.board.failed : null);

  const [heldAt, setHeldAt] = useState<number | null>(null);
  const held = heldAt !== null && clocks.steady - heldAt < holdFor;
  const toggleHold = useCallback(() => {
    const now = performance.now();
    setHeldAt((before) => (before !== null && now - before < holdFor ? null : now));
  }, []);

  const shift = shiftAt(clocks.wall);
  const style: ShiftStyle = { '--shift-x': shift.x, '--shift-y': shift.y };
  return (
    <main className={idle ? 'wall idle' : 'wall'} style={style}>
      {screen.kind === 'live' ? (
        <WallLive
          screen={screen}
          turns={turnsAt(held ? heldAt : clocks.steady)}
          held={held}
          isNews={(jobId) => alarm.isNews(jobId, clocks.steady)}
        />
      ) : (
        <WallWithoutNumbers screen={screen} />
      )}
      <WallTools alarm={alarm} held={held} onHold={toggleHold} />
    </main>
  );
}
