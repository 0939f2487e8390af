import { setTimeout as wait } from 'node:timers/promises';
import { testNotice } from '#notices/dispatch.ts';
import { emptyGroup, nothingShared } from '#notices/groups.ts';
import { openDispatch } from '#notices/open-dispatch.ts';
import { KeyMovedError } from '#notices/outbox.ts';
import { openStore } from '#store/open-store.ts';
import { createLogger } from '#telemetry/logger.ts';

// A process of its own that writes so many notices, of five keys in turn, and delivers them until it is killed:
// `node notice-writer.ts STORE WEBHOOK TOTAL`. Prints the key and number of each once it is committed.
const [, , place = '', webhook = '', total = ''] = process.argv;
const KEYS = 5;
/** Written in one transaction, all of one key: those who deliver find them at once. */
const AT_ONCE = 5;
const site = new URL('http://localhost');

const store = await openStore(place.startsWith('postgres') ? { databaseUrl: place, dataDir: '' } : { dataDir: place });
const none = { alertmanager: null, teams: null, slack: null, email: null, heartbeat: null, quiet: null, ca: undefined };
const { dispatch } = openDispatch(
  {
    notify: { ...none, webhook: { url: new URL(webhook), secret: null }, events: ['failed'] },
    publicUrl: site,
    retryPollMs: 50,
    firstDelayMs: 20,
  },
  { store, clock: store.clock, logger: createLogger('silent') },
);
await dispatch.start();

const shared = { event: 'failed', shared: nothingShared, since: 0 } as const;
for (;;) {
  const keys = await dispatch.outbox.keys();
  const written = [...keys.values()].reduce((sum, { seq }) => sum + seq, 0);
  if (written >= Number(total)) break;
  const key = `key-${(written / AT_ONCE) % KEYS}`;
  const before = keys.get(key)?.seq ?? 0;
  const all = Array.from({ length: AT_ONCE }, (_, place) => {
    const number = before + 1 + place;
    const status = number % 2 === 1 ? 'firing' : 'resolved';
    const group = status === 'firing' ? emptyGroup({ key, ...shared }, 0) : null;
    return { notice: { ...testNotice(site, 'x', 0), key, number, status, event: 'failed' } as const, group };
  });
  try {
    await dispatch.outbox.writeKeyed(all, keys, () => false);
    for (const { notice } of all) process.stdout.write(`${key} ${notice.number}\n`);
  } catch (error) {
    if (!(error instanceof KeyMovedError)) throw error;
  }
}
// It delivers until it is killed.
for (;;) await wait(60_000);
