import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Notice, notice as noticeSchema } from '@retry-desk/contract';
import { EnterpriseManagerSimulator } from '@retry-desk/em-simulator';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Bff, createBff } from '#bff.ts';
import { readerOf } from '#config/environment.ts';
import { loadConfig } from '#config/load-config.ts';
import { createLogger } from '#telemetry/logger.ts';
import { receiver } from './notice-receiver.ts';
import { postgresBench } from './stores.ts';

const postgres = postgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const MINUTE = 60_000;
const inShort = ({ event, status, number }: Notice) => `${event} ${status} ${number}`;

test('two whole servers that both believe they read for all write and deliver each notice once, in order', {
  timeout: 300_000,
}, async () => {
  const em = new EnterpriseManagerSimulator({ seed: 3, jobs: 0, speed: 60 });
  for (const name of ['Mail', 'Files', 'Ledger'])
    em.world.addJob({
      name,
      machines: [`${name}-1`],
      last: 'failed',
      outcome: 'success',
      reason: `Disk of ${name} is full`,
    });
  await em.start(0);
  onTestFinished(() => em.stop());
  const folder = mkdtempSync(join(tmpdir(), 'retry-desk-two-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  const notices = () => received.map(({ body }) => noticeSchema.parse(JSON.parse(body)));
  const { databaseUrl = '' } = await postgres.place();
  let aheadMs = 0;

  async function begin(name: string): Promise<Bff> {
    const environment = {
      ...{ EM_URL: em.url, EM_USERNAME: 'TECH\\svc-retrydesk', EM_PASSWORD: 'svc-demo', EM_CA_FILE: em.caFile },
      ...{ PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: join(folder, name), POLL_SECONDS: '1' },
      ...{ RETRY_POLL_SECONDS: '1', NOTIFY_WEBHOOK_URL: url.href },
    };
    const clock = { now: () => Date.now() + aheadMs };
    const bff = await createBff(loadConfig(readerOf(environment)), { logger: createLogger('silent'), clock });
    // Each is sure of the lease, as after a pause that its clock has not seen.
    if (bff.context.lease) bff.context.lease.state = () => 'mine';
    await bff.listen();
    onTestFinished(() => bff.close());
    return bff;
  }
  const both = [await begin('one'), await begin('two')];
  const failed = () => both.map((bff) => bff.context.board.current().board.failed.length);
  await expect.poll(failed).toEqual([3, 3]);
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  aheadMs += 2 * MINUTE;
  await expect.poll(() => notices().length, { timeout: 60_000 }).toBeGreaterThanOrEqual(1);
  const fired = () => new Set(notices().map(({ key }) => key)).size;
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  aheadMs += 6 * MINUTE;
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  const keys = fired();
  expect(notices().map(inShort)).toEqual(Array.from({ length: keys }, () => 'failed firing 1'));

  for (const name of ['Mail', 'Files', 'Ledger']) {
    em.world.startRun(em.world.job(name));
    em.world.finishRun(em.world.job(name), 'success');
  }
  await expect.poll(() => notices().length, { timeout: 60_000 }).toBe(2 * keys);
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  const byKey = Map.groupBy(notices(), ({ key }) => key);
  for (const of of byKey.values()) expect(of.map(inShort)).toEqual(['failed firing 1', 'failed resolved 2']);
  expect(new Set(notices().map(({ id }) => id)).size).toBe(notices().length);
});
