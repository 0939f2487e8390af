import type { Board } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { explain } from '#api/explain.ts';
import type { Fresh } from '#api/request.ts';
import { useSession, useTrust } from '#api/session-context.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { laterPage } from '#ui/later.tsx';
import { Empty, ErrorNotice, Loading } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { BoardDesk } from './board-desk.tsx';
import { BoardSum } from './board-sum.tsx';
import { boardQuery } from './queries.ts';
import type { CancelTaskButton } from './tasks/task-card.tsx';

const JournalBanner = laterPage(async () => ({ default: (await import('./journal-banner.tsx')).JournalBanner }));

const FailingChannels = laterPage(async () => ({
  default: (await import('./failing-channels.tsx')).FailingChannels,
}));

/** Nothing has been read since the server started: no number and no empty list may be shown. */
function Unread({ fresh }: { fresh: Fresh<Board> }) {
  const { role } = useSession();
  const details = role === 'operator' ? fresh.data.em.message : null;
  return (
    <div role="status">
      <Empty title={words.board.unread} mark="unknown">
        <p>{words.board.unreadHelp}</p>
        {details && <p className="mt-1 text-text">{details}</p>}
      </Empty>
    </div>
  );
}

/** `/`: what failed, why, and what becomes of the retries. */
export function BoardPage({ CancelTask }: { CancelTask: CancelTaskButton }) {
  const { data: fresh, error, isFetching, refetch } = useQuery(boardQuery());
  const { numbers } = useTrust();
  if (!fresh) {
    const again = (
      <Button pending={isFetching} onClick={() => refetch()}>
        {words.shell.tryAgain}
      </Button>
    );
    return (
      <>
        <PageTitle>{words.board.title}</PageTitle>
        <h1 className="sr-only">{words.board.title}</h1>
        {error ? (
          <ErrorNotice title={words.board.unreadable} action={again}>
            {explain(error).text}
          </ErrorNotice>
        ) : (
          <Loading>{words.board.loading}</Loading>
        )}
      </>
    );
  }
  const unread = fresh.data.em.lastGoodAt === null;
  return (
    <>
      <PageTitle>{numbers || unread ? words.board.tab(fresh.data.counts) : words.board.tabOld}</PageTitle>
      <h1 className="sr-only">{words.board.title}</h1>
      {error === null && fresh.data.journal.state !== 'ok' && <JournalBanner journal={fresh.data.journal} />}
      {error === null && fresh.data.failingChannels && <FailingChannels channels={fresh.data.failingChannels} />}
      <BoardSum fresh={fresh} />
      {unread ? <Unread fresh={fresh} /> : <BoardDesk fresh={fresh} CancelTask={CancelTask} />}
    </>
  );
}
