import { type Board, wallBoard } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { IncrementalView } from '#board/incremental-view.ts';
import { noRetries } from '#board/sources.ts';
import { Inventory } from '#mirror/inventory.ts';
import { guid, HOUR, MINUTE, NOON, runningRun, sampleJob, sampleRun } from '../../../tests/board-samples.ts';
import { createPublisher } from './publisher.ts';
import { createWallRepresentations, MOST_VIEWS } from './wall-representations.ts';

/** Two backup servers with a job each, and the walls of both. */
function world() {
  const inventory = new Inventory();
  const machinesOf = () => undefined;
  const cached = new IncrementalView({
    job: (id) => inventory.job(id),
    runsOf: (id) => inventory.runsOf(id),
    machinesOf,
  });
  let now = NOON;
  function draft(): Omit<Board, 'revision'> {
    const at = new Date(now).toISOString();
    const em = { state: 'ok', since: new Date(NOON).toISOString(), lastGoodAt: at, message: null } as const;
    const journal = { state: 'ok', since: em.since } as const;
    const view = cached.view(inventory.takeChanged(), noRetries, NOON);
    return {
      takenAt: at,
      pollSeconds: 10,
      em: { ...em, newestEventAt: null },
      journal,
      ...view,
    };
  }
  const publisher = createPublisher(draft, (error) => {
    throw error;
  });
  const views = createWallRepresentations({ part: (servers) => cached.part(servers) });
  const server = (number: number) => ({ id: guid(900 + number), name: `srv${number}` });
  inventory.takeJobs([1, 2].map((number) => sampleJob({ id: guid(number), backupServer: server(number) })));
  async function wallOf(...names: string[]) {
    now += MINUTE;
    await publisher.publish();
    return views.of(publisher.current(), { servers: names, reasons: true });
  }
  return { inventory, views, publisher, wallOf };
}

test('a wall of one server has a new tag when that server has changed, also where the counts of the whole stay', async () => {
  const { inventory, wallOf } = world();
  const running = runningRun({ jobId: guid(1), createdAt: NOON - HOUR });
  inventory.takeRuns([running, sampleRun({ jobId: guid(2), createdAt: NOON - HOUR })]);
  const before = await wallOf('srv1');
  expect(wallBoard.parse(JSON.parse(before.text)).counts.running).toBe(1);
  inventory.takeRuns([
    { ...running, endedAt: NOON, state: 'stopped', result: 'success' },
    runningRun({ jobId: guid(2), createdAt: NOON }),
  ]);
  const after = await wallOf('srv1');
  expect(wallBoard.parse(JSON.parse(after.text)).counts.running).toBe(0);
  expect(after.etag).not.toBe(before.etag);
});

test('a wall of one server keeps its compressed bytes while only others have changed', async () => {
  const { inventory, wallOf } = world();
  const before = await wallOf('srv1');
  const bytes = await before.bytes('gzip');
  inventory.takeRuns([sampleRun({ jobId: guid(2), result: 'failed' })]);
  const after = await wallOf('srv1');
  expect(after).toBe(before);
  expect(after.ready('gzip')).toBe(bytes);
});

test('walls without reasons name no machine and no reason; tags differ between views', async () => {
  const { inventory, publisher, views, wallOf } = world();
  inventory.takeRuns([sampleRun({ jobId: guid(1), result: 'failed', failureMessage: 'Disk full' })]);
  const open = await wallOf('srv1');
  const quiet = views.of(publisher.current(), { servers: ['srv1'], reasons: false });
  const [shown, hidden] = [open, quiet].map(({ text }) => wallBoard.parse(JSON.parse(text)).failed);
  expect([shown?.length, hidden?.length]).toEqual([1, 1]);
  expect(hidden?.[0]).toMatchObject({ machines: [], reason: null });
  expect(views.of(publisher.current(), { servers: null, reasons: true })).toBe(publisher.current().wall);
});

test('the number of cached walls is limited', async () => {
  const { views, publisher } = world();
  await publisher.publish();
  for (let link = 0; link < MOST_VIEWS + 20; link += 1) {
    views.of(publisher.current(), { servers: [`srv${link}`], reasons: true });
  }
  expect(views.size).toBe(MOST_VIEWS);
});
