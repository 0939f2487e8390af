import { expect, test } from 'vitest';
import type { ChangeFeed } from './change-feed.ts';
import { LeaderOrFollower } from './leader-or-follower.ts';

test('changes that cannot be received are one line, however many cycles fail, and one more at the next outage', async () => {
  const lines: string[] = [];
  let isAway = false;
  async function answer(): Promise<void> {
    if (isAway) throw new Error('the store is away');
  }
  const feed: Pick<ChangeFeed, 'reads' | 'follow' | 'receive'> = {
    reads: () => false,
    follow: answer,
    receive: () => answer().then(() => []),
  };
  const role = new LeaderOrFollower({
    // Its other members belong to a leader.
    feed: feed as ChangeFeed,
    reader: { behind: false },
    poller: { ready: true, poll: async () => undefined, drained: async () => undefined, receive: () => undefined },
    logger: { info() {}, warn: ({ event }) => void lines.push(event), error() {} },
    take: () => null,
    publish: () => undefined,
    readOlder: () => undefined,
  });
  await role.cycle(false);
  for (const away of [true, false, true]) {
    isAway = away;
    for (let n = 0; n < 5; n += 1) await role.cycle(false);
  }
  expect(lines).toEqual(['changes.not-received', 'changes.not-received']);
});
