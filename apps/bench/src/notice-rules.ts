import { setTimeout as wait } from 'node:timers/promises';
import type { CauseAdvice, JobRow } from '@retry-desk/contract';
// Not part of the server's face: the bench times the very class that goes through the rules.
import { jobRowOf } from '../../bff/src/board/job-row.ts';
import { iso } from '../../bff/src/iso.ts';
import { Inventory } from '../../bff/src/mirror/inventory.ts';
import { noticeLimits } from '../../bff/src/notices/situation.ts';
import { Watcher } from '../../bff/src/notices/watcher.ts';
import { guid, HOUR, sampleJob, sampleMachine, sampleRun } from '../../bff/tests/board-samples.ts';
import { median, note, type Row } from './goal.ts';
import { type NoticeScene, noticeScene, silent, site } from './notice-scene.ts';
import { Pace } from './pace.ts';
import { stalled } from './stalled.ts';

const JOBS = 10_000;
const MACHINES = 3;

/** The rules with 10 000 failed jobs: of one cause, and of as many causes; announced, gone through again, read at a start. */
export async function rulesCost(dataDir: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const causes of [1, JOBS]) {
    const scene = await noticeScene(`${dataDir}-${causes}`);
    try {
      const world = failedJobs(causes);
      const pace = new Pace();
      pace.take();
      const announced = await reviewed(scene, world, true);
      const again = [await reviewed(scene, world, false), await reviewed(scene, world, false)];
      pace.take();
      const what = `notices: 10 000 failed jobs, ${causes === 1 ? 'one cause' : '10 000 causes'}`;
      rows.push(
        ...pace.rows(`${what}: announced, longest stall of the loop`, announced.stallMs, 6),
        ...pace.rows(
          `${what}: read at a start and gone through, the same`,
          median(again.map(({ stallMs }) => stallMs)),
          6,
        ),
        note(`${what}: notices`, (await scene.dispatch.outbox.firing('webhook')).length, ''),
      );
    } finally {
      await scene.close();
    }
  }
  return rows;
}

type World = { inventory: Inventory; rows: JobRow[] };

function failedJobs(causes: number): World {
  const now = Date.now();
  const inventory = new Inventory();
  const numbers = Array.from({ length: JOBS }, (_, number) => number);
  inventory.takeJobs(numbers.map((number) => sampleJob({ id: guid(number), name: `Daily ${number}` })));
  inventory.takeRuns(
    numbers.map((number) =>
      sampleRun({ id: guid(1_000_000 + number), jobId: guid(number), createdAt: now - 3 * HOUR, result: 'failed' }),
    ),
  );
  const reason = 'The network path was not found. Account: [TECH\\svc-backup].';
  const results = Array.from({ length: MACHINES }, (_, place) =>
    sampleMachine({ machine: `pay-${place}`, result: 'failed', reason }),
  );
  const rows = inventory.jobs().map((job, at) => {
    const key = `cause-${at % causes}`;
    const advice: CauseAdvice = { kind: 'unknown', evidence: [] };
    const cause = { key, title: `Title of ${key}`, family: 'network', advice };
    const none = { openRetry: null, lastRetry: null, mayBeOwnRun: () => false };
    const runs = inventory.runsOf(job.id);
    return { ...jobRowOf({ job, runs, machinesOf: () => results, ...none }, now), cause };
  });
  return { inventory, rows };
}

/** A watcher that starts on the store, until it has gone through the rules, and written. */
async function reviewed(
  { dispatch, clock }: NoticeScene,
  { inventory, rows }: World,
  isFirst: boolean,
): Promise<{ ms: number; stallMs: number }> {
  const watcher = new Watcher({
    ...{ dispatch, clock, logger: silent, reads: () => true, em: clock, desk: { mayBeOwnRun: () => false } },
    mirror: { inventory, ready: true, attempted: true },
    causes: { list: () => [] },
    board: () => ({
      em: { state: 'ok', since: iso(clock.now()), lastGoodAt: null, message: null, newestEventAt: null },
      rows,
    }),
    settings: {
      site,
      quiet: null,
      noticeLimits: { ...noticeLimits, debounceMs: isFirst ? 0 : noticeLimits.debounceMs },
    },
  });
  const measured = await stalled(async () => {
    watcher.start();
    while (watcher.reviewedAt() === null) await wait(10);
  });
  await watcher.stop();
  return measured;
}
