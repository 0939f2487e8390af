import type { FailingChannel } from '@retry-desk/contract';
import { Link } from 'wouter';
import { useSession } from '#api/session-context.ts';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { notDelivered } from '#lib/words-notices.ts';
import { StaleNotice } from '#ui/stale-notice.tsx';
import { Time } from '#ui/time.tsx';

/** Above the board while channels of notices fail, each with its own moment. Operators can see why. */
export function FailingChannels({ channels }: { channels: readonly FailingChannel[] }) {
  const { role } = useSession();
  const title = channels.map((failing, place) => (
    <span key={failing.channel}>
      {place > 0 && ' '}
      {notDelivered([failing])} <Time at={failing.since} show="day" />.
    </span>
  ));
  const link = (
    <Link href={pages.notices()} className="inline-flex min-h-6 items-center underline">
      {words.shell.settings}
    </Link>
  );
  return <StaleNotice title={title} action={role === 'operator' && link} />;
}
