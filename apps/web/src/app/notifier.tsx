import type { Board } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useLocation } from 'wouter';
import { isRequestedBy } from '#api/request-retries.ts';
import { useSession } from '#api/session-context.ts';
import { boardQuery } from '#features/board/queries.ts';
import { announcements } from '#features/board/tasks/announcements.ts';
import { showNotification } from '#lib/notifications.ts';
import { pages } from '#lib/paths.ts';
import { useNotifications } from '#ui/use-notifications.ts';
import { newCauses } from './new-causes.ts';
import { notifierWords as words } from './notifier-words.ts';

/** So many new causes at once are shown one by one. */
const shownApart = 3;

/** Shows what has changed from one board to the next, as the person chose. The first one after the page was opened shows nothing. */
function Watch() {
  const session = useSession();
  const [, navigate] = useLocation();
  const { choices } = useNotifications();
  // Also in a tab that nobody sees: that is when a notification is of use.
  const { data } = useQuery({ ...boardQuery(), refetchIntervalInBackground: true, refetchOnMount: false });
  const last = useRef<Board | null>(null);

  const showRetries = (before: Board, after: Board) => {
    const own = ({ tasks }: Board) => tasks.filter((task) => isRequestedBy(session, task));
    for (const text of announcements(own(before), own(after)))
      showNotification(text, words.ownRetry, () => navigate(pages.board()));
  };
  const showCauses = (before: Board, after: Board) => {
    const open = () => navigate(pages.board({ by: 'cause' }));
    const found = newCauses(before, after);
    const namesOf = (causes: typeof found) => words.jobs(causes.flatMap(({ jobs }) => jobs.map(({ name }) => name)));
    if (found.length > shownApart) showNotification(words.newCauses(found.length), namesOf(found), open);
    else for (const each of found) showNotification(words.newCause(each.cause.title), namesOf([each]), open);
  };
  const compare = useEffectEvent((board: Board) => {
    const before = last.current;
    last.current = board;
    if (before === null) return;
    if (choices.retries) showRetries(before, board);
    if (choices.causes && session.role === 'operator') showCauses(before, board);
  });
  const board = data?.data;
  // Follows the tab: notifications are outside of the page. A board of which nothing has been read yet is skipped.
  useEffect(() => {
    if (board && board.em.lastGoodAt !== null) compare(board);
  }, [board]);
  return null;
}

/** Notifies by the browser, where the person has switched that on and the browser shows it. */
export function Notifier() {
  const { choices, state } = useNotifications();
  return state === 'granted' && (choices.retries || choices.causes) ? <Watch /> : null;
}
