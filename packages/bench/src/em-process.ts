import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';

/** What the bench asks of the Enterprise Manager in another process, and what it answers to each. */
export type EmOrder =
  | { kind: 'begin'; jobs: number; at: number }
  /** Its clock stands still but for this. */
  | { kind: 'clock'; at: number }
  /** A failed run that ended just now, for each of the first so many jobs. */
  | { kind: 'fail'; jobs: number }
  | { kind: 'count' };
export type EmAnswer = { port: number; caFile: string; requests: number };

let now = 0;
let em: EnterpriseManagerSimulator | null = null;

/** Only for a process of its own: the simulated Enterprise Manager must not share the loop of who measures. */
process.on('message', (order: EmOrder) => void obey(order));
process.once('disconnect', () => process.exit());

async function obey(order: EmOrder): Promise<void> {
  if (order.kind === 'begin') {
    now = order.at;
    em = new EnterpriseManagerSimulator({ seed: 2, jobs: order.jobs, clock: { now: () => now } });
    await em.start();
  }
  if (order.kind === 'clock') now = order.at;
  if (order.kind === 'fail') for (const job of em?.world.jobs().slice(0, order.jobs) ?? []) em?.world.fail(job);
  const port = em === null ? 0 : Number(new URL(em.url).port);
  const answer: EmAnswer = { port, caFile: em?.caFile ?? '', requests: em?.requests.length ?? 0 };
  process.send?.(answer);
}
