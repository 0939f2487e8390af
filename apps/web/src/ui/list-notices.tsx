import type { ReactNode } from 'react';
import { ErrorNotice, Loading, StaleNotice } from './notice.tsx';

type NoticesProps = {
  text: { loading: string; unreadable: string; notLatest: string };
  /** Whether there is something to show, however old. */
  isRead: boolean;
  problem: string | null;
  again: ReactNode;
};

/** Above a list: that it is being read, could not be read, or not once more. */
export function ListNotices({ text, isRead, problem, again }: NoticesProps) {
  if (problem === null) return isRead ? null : <Loading>{text.loading}</Loading>;
  const Notice = isRead ? StaleNotice : ErrorNotice;
  return (
    <Notice title={isRead ? text.notLatest : text.unreadable} action={again}>
      {problem}
    </Notice>
  );
}
