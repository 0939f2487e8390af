import { dayClock } from '#lib/time.ts';
import { useNow } from '#ui/use-now.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { jobWords as words } from './words.ts';

/** That older runs are still to be read, and than which. */
export function OlderUnread({ since }: { since: string }) {
  const { zone } = usePreferences();
  return <>{words.olderUnread(dayClock(Date.parse(since), useNow(60), zone))}</>;
}
