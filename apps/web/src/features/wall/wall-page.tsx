import { wallLinkRefusal } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useCallback, useState } from 'react';
import { PageTitle } from '#ui/page.tsx';
import { useAlarm } from './alarm.ts';
import { useEarlierNumber } from './earlier-number.ts';
import { useClocks } from './freshness.ts';
import { failureOf, wallQuery } from './queries.ts';
import { useReload } from './reload.ts';
import { type Screen, screenOf } from './screen.ts';
import { shiftAt, useIdle, useWakeLock } from './screen-care.ts';
import { WallClock, WallMotion } from './wall-foot.tsx';
import { usePage, WallList, WallOthers } from './wall-list.tsx';
import { shifted, WallScreen } from './wall-screen.tsx';
import { WallSum } from './wall-sum.tsx';
import { WallTools } from './wall-tools.tsx';
import { WallRefused, WallWithoutNumbers } from './wall-without-numbers.tsx';
import { wallWords as words } from './words.ts';

type WallLiveProps = {
  screen: Extract<Screen, { kind: 'live' }>;
  turns: number;
  held: boolean;
  isNew: (jobId: string) => boolean;
};

const view =
  'grid size-full grid-rows-[minmax(0,1fr)_auto_--spacing(17)] portrait:grid-rows-[max-content_minmax(0,1fr)_auto_max-content]';
/** The list beside the number, or under it. */
const beside = 'grid-cols-[max-content_minmax(0,1fr)] portrait:grid-cols-[minmax(0,1fr)]';

/** The view while its data is up to date. */
function WallLive({ screen, turns, held, isNew }: WallLiveProps) {
  const { board, needing, state, age, left, now } = screen;
  const earlier = useEarlierNumber(needing, now);
  const { page, others, ref } = usePage(board.failed, turns);
  const pageText = page.of > 1 ? (held ? words.pageHeld : words.page)(page.number, page.of) : null;
  return (
    <div className={`${view} ${board.failed.length === 0 ? 'grid-cols-[1fr]' : beside} ${shifted}`}>
      <PageTitle>{words.tab(needing, board.counts.failed === needing)}</PageTitle>
      <WallSum needing={needing} state={state} board={board} now={now} earlier={earlier} />
      {board.failed.length > 0 && <WallList page={page} now={now} isNew={isNew} listRef={ref} />}
      <WallOthers rows={others} pages={page.of - 1} />
      <footer className="col-span-full row-start-3 mx-[4vw] flex min-w-0 items-center justify-between gap-[2vw] border-t border-hair portrait:row-start-4 portrait:flex-col portrait:items-stretch portrait:gap-2 portrait:pt-[--spacing(2.4)] portrait:pb-[--spacing(2.4)]">
        <WallMotion board={board} now={now} />
        <WallClock board={board} now={now} age={age} left={left} pageText={pageText} />
      </footer>
    </div>
  );
}

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
  return refused.success ? <WallRefused why={refused.data} /> : <WallView />;
}

/** Failed jobs, retries and the age of the data, for a screen that nobody touches. */
function WallView() {
  const { data, error } = useQuery(wallQuery());
  const clocks = useClocks();
  const idle = useIdle();
  useWakeLock();
  const failure = failureOf(error);
  useReload(failure);
  const screen = screenOf(data ?? null, failure, clocks);
  const alarm = useAlarm(screen.kind === 'live' ? screen.board.failed : null, clocks.steady);

  const [heldAt, setHeldAt] = useState<number | null>(null);
  const held = heldAt !== null && clocks.steady - heldAt < holdFor;
  const toggleHold = useCallback(() => {
    const now = performance.now();
    setHeldAt((before) => (before !== null && now - before < holdFor ? null : now));
  }, []);

  const shift = shiftAt(clocks.wall);
  const style: ShiftStyle = { '--shift-x': shift.x, '--shift-y': shift.y };
  return (
    <WallScreen idle={idle} style={style}>
      {screen.kind === 'live' ? (
        <WallLive screen={screen} turns={turnsAt(held ? heldAt : clocks.steady)} held={held} isNew={alarm.isNew} />
      ) : (
        <WallWithoutNumbers screen={screen} />
      )}
      <WallTools alarm={alarm} held={held} onHold={toggleHold} isShown={!idle} />
    </WallScreen>
  );
}
