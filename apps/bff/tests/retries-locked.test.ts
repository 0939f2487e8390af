import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { anna, job, openModelStage } from './retries-model-stage.ts';
import { sqliteBench } from './stores.ts';

test('while the journal is locked the follower logs it once, without a stack, and goes on afterwards', {
  timeout: 90_000,
}, async () => {
  const bench = sqliteBench();
  onTestFinished(() => bench.stop());
  const place = await bench.place();
  const { em, clock, logged, openDesk, becomes, end } = await openModelStage(place);
  onTestFinished(() => end());
  const { desk } = await openDesk();
  const task = await desk.retry({ ...anna, jobId: job });
  const other = new DatabaseSync(join(place.dataDir ?? '', 'retry-desk.sqlite'), { timeout: 10_000 });
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  const fromFollower = () => logged.filter(({ message }) => /retries/.test(message));
  await vi.waitFor(
    () => {
      clock.at += 500;
      expect(fromFollower()).toHaveLength(1);
    },
    { timeout: 30_000, interval: 10 },
  );
  // Three more cycles have failed.
  const reads = em.reads;
  await vi.waitFor(() => expect(em.reads).toBeGreaterThan(reads + 6), { timeout: 40_000 });
  expect(fromFollower()).toMatchObject([{ level: 'warn', fields: { why: 'another process keeps it locked' } }]);
  expect(fromFollower()[0]?.fields).not.toHaveProperty('err');
  other.exec('rollback');
  await becomes(desk, task.taskId, 'succeeded');
});
