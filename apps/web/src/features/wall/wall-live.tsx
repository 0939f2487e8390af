import { PageTitle } from '#ui/page.tsx';
import type { Screen } from './screen.ts';
import { useEarlierNumber } from './use-earlier-number.ts';
import { WallClock, WallMotion } from './wall-foot.tsx';
import { usePage, WallList, WallOthers } from './wall-list.tsx';
import { WallSum } from './wall-sum.tsx';
import { wallWords as words } from './words.ts';

type WallLiveProps = {
  screen: Extract<Screen, { kind: 'live' }>;
  turns: number;
  held: boolean;
  isNews: (jobId: string) => boolean;
};

/** The picture while it is true. */
export function WallLive({ screen, turns, held, isNews }: WallLiveProps) {
  const { board, failed, state, age, left, now } = screen;
  const earlier = useEarlierNumber(failed, now);
  const { page, others, ref } = usePage(board.failed, turns);
  const pageText = page.of > 1 ? (held ? words.pageHeld : words.page)(page.number, page.of) : null;
  return (
    <div className={failed === 0 ? 'wall-picture calm' : 'wall-picture'}>
      <PageTitle>{words.tab(failed)}</PageTitle>
      <WallSum failed={failed} state={state} board={board} now={now} earlier={earlier} />
      {failed > 0 && <WallList page={page} now={now} isNews={isNews} listRef={ref} />}
      <WallOthers jobs={others} pages={page.of - 1} />
      <footer className="wall-foot">
        <WallMotion board={board} now={now} />
        <WallClock board={board} now={now} age={age} left={left} pageText={pageText} />
      </footer>
    </div>
  );
}
