import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';

/** Messages to the Enterprise Manager in another process, and its answer to each. */
export type EmOrder =
  | { kind: 'begin'; jobs: number; at: number }
  /** Its clock stands still until it is ordered to go, so many times as fast as ours; set to a time where one is given. */
  | { kind: 'clock'; at?: number; speed?: number }
  /** A failed run that ended just now, for each of the first so many jobs. */
  | { kind: 'fail'; jobs: number }
  | { kind: 'count' };
/** `polls`: how often it was asked what has ended, which the desk does once in a poll. */
export type EmAnswer = { port: number; caFile: string; requests: number; polls: number };

/** The inventory of the goals: twenty backup servers, three per cent of the jobs failed, as many that have never run. */
const SERVERS = 20;
const FAILED_SHARE = 0.03;
const NEVER_SHARE = 0.03;

let clock = { at: 0, since: 0, speed: 0 };
let em: EnterpriseManagerSimulator | null = null;

/** Only for a process of its own: the simulated Enterprise Manager must not share the loop of who measures. */
process.on('message', (order: EmOrder) => void obey(order));
process.once('disconnect', () => process.exit());

function now(): number {
  return clock.at + (performance.now() - clock.since) * clock.speed;
}

async function obey(order: EmOrder): Promise<void> {
  if (order.kind === 'begin') {
    clock = { at: order.at, since: 0, speed: 0 };
    const never = Math.round(order.jobs * NEVER_SHARE);
    em = new EnterpriseManagerSimulator({
      seed: 2,
      jobs: order.jobs - never,
      servers: SERVERS,
      failedShare: FAILED_SHARE,
      clock: { now },
    });
    for (let number = 1; number <= never; number += 1) {
      em.world.addJob({ name: `Never run ${number}`, machines: [`never-${number}`], last: 'success', quietDays: 30 });
    }
    await em.start();
  }
  if (order.kind === 'clock') {
    clock = { at: order.at ?? now(), since: performance.now(), speed: order.speed ?? 0 };
  }
  if (order.kind === 'fail') for (const job of em?.world.jobs().slice(0, order.jobs) ?? []) em?.world.fail(job);
  const port = em === null ? 0 : Number(new URL(em.url).port);
  const requests = em?.requests ?? [];
  const polls = requests.filter(({ path }) => path.includes('EndTime')).length;
  const answer: EmAnswer = { port, caFile: em?.caFile ?? '', requests: requests.length, polls };
  process.send?.(answer);
}
