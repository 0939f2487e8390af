import { words } from '#lib/words.ts';
import { staleWords } from '#lib/words-stale.ts';
import { Button } from './button.tsx';
import { ErrorNotice, Loading } from './notice.tsx';
import { StaleNotice } from './stale-notice.tsx';
import { Time } from './time.tsx';

export type NoticesProps = {
  text: { loading: string; unreadable: string };
  /** Whether there is something to show, however old. */
  isRead: boolean;
  /** When that came (ms); 0 where it came for another question. */
  readAt: number;
  problem: string | null;
  isFetching: boolean;
  onAgain: () => void;
};

/** Above the data of a page: that it is being read, could not be read, or not once more. */
export function ListNotices({ text, isRead, readAt, problem, isFetching, onAgain }: NoticesProps) {
  if (problem === null) return isRead ? null : <Loading>{text.loading}</Loading>;
  const again = (
    <Button pending={isFetching} onClick={onAgain}>
      {words.shell.tryAgain}
    </Button>
  );
  if (!isRead) {
    return (
      <ErrorNotice title={text.unreadable} action={again}>
        {problem}
      </ErrorNotice>
    );
  }
  const { notRenewed, shown } = staleWords;
  return (
    <StaleNotice title={`${notRenewed}.`} action={again}>
      {problem}
      {readAt > 0 && (
        <>
          {` ${shown} `}
          <Time at={readAt} show="seconds" />.
        </>
      )}
    </StaleNotice>
  );
}
