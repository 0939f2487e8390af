import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Notice, noticeList, notice as noticeSchema } from '@retry-desk/contract';
import type { SimulatorOptions } from '@retry-desk/em-simulator';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type HttpStage, httpStage } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';

const MINUTE = 60_000;

type PostedAlert = { labels: { alertname: string } };

/** A desk whose clock can be put forward, and the receiver of its webhook. */
async function noticeStage(
  given: {
    simulator?: SimulatorOptions;
    environment?: Record<string, string>;
    answer?: (response: ServerResponse) => void;
  } = {},
) {
  let aheadMs = 0;
  const { url, received } = await receiver(given.answer ?? ((response) => response.writeHead(204).end()));
  const stage = await httpStage({
    simulator: { jobs: 0, speed: 60, ...given.simulator },
    prepare: ({ world }) => {
      for (const name of ['Mail', 'Files', 'Ledger'])
        world.addJob({
          name,
          machines: [`${name.toLowerCase()}-1`],
          last: 'failed',
          reason: 'Disk is full',
          outcome: 'success',
        });
      world.addJob({ name: 'Good', machines: ['good-1'], last: 'success' });
    },
    environment: {
      ...{ POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '30' },
      NOTIFY_WEBHOOK_URL: url.href,
      ...given.environment,
    },
    overrides: { clock: { now: () => Date.now() + aheadMs } },
  });
  return {
    stage,
    notices: (): Notice[] => received.map(({ body }) => noticeSchema.parse(JSON.parse(body))),
    pass: (ms: number) => {
      aheadMs += ms;
    },
  };
}

const inShort = ({ event, status, number, subject }: Notice) => `${event} ${status} ${number}: ${subject}`;

async function retry(stage: HttpStage, name: string): Promise<string> {
  const as = await stage.signIn('anna');
  const { id } = stage.em.world.job(name);
  const reply = await stage.call('POST', `/api/agents/jobs/${id}?action=retry`, { as, body: { note: 'disk emptied' } });
  expect(reply.status, reply.text).toBe(202);
  return String(reply.json().taskId);
}

test('three jobs of one cause are one notice; the retry of one is reported, and the last recovery resolves it; a restart repeats nothing', async () => {
  const { stage, notices, pass } = await noticeStage();
  await expect.poll(() => stage.bff.context.board.current().board.failed.length).toBe(3);
  expect(notices()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  pass(2 * MINUTE);
  await expect.poll(() => notices().map(inShort)).toEqual([expect.stringMatching(/^failed firing 1: 3 jobs failed: /)]);
  const [first] = notices();
  expect(first).toMatchObject({ jobsInAll: 3, machinesInAll: 3, server: expect.any(String), retry: null });
  expect(first?.jobs.map(({ name, machines, end }) => [name, machines, end])).toEqual([
    ['Files', ['files-1'], null],
    ['Ledger', ['ledger-1'], null],
    ['Mail', ['mail-1'], null],
  ]);

  await stage.restart();
  const task = await retry(stage, 'Mail');
  await expect
    .poll(() => notices().map(inShort))
    .toEqual([expect.any(String), 'retry-ended resolved 1: Retry of Mail: backed up']);
  expect(notices()[1]).toMatchObject({
    key: `retry:${task}`,
    retry: { taskId: task, state: 'succeeded', note: 'disk emptied' },
  });

  await retry(stage, 'Files');
  await retry(stage, 'Ledger');
  await expect
    .poll(() =>
      notices()
        .filter(({ event }) => event === 'failed')
        .map(inShort),
    )
    .toHaveLength(2);
  const last = notices().findLast(({ event }) => event === 'failed');
  expect(last).toMatchObject({ key: first?.key, status: 'resolved', jobsInAll: 3 });
  expect(last?.subject).toMatch(/^recovered: .* \(3 jobs\)$/);
  expect(last?.jobs.every(({ end }) => end?.kind === 'recovered' && end.runId !== null)).toBe(true);
  expect(new Set(notices().map(({ id }) => id)).size).toBe(notices().length);
});

test('a receiver that is away gets everything when it is back, in order', async () => {
  let isAway = true;
  const answer = (response: ServerResponse) => response.writeHead(isAway ? 503 : 204).end();
  const { stage, notices, pass } = await noticeStage({ answer });
  await retry(stage, 'Mail');
  await expect.poll(() => notices().length).toBeGreaterThan(0);
  const as = await stage.signIn('anna');
  const channels = async () => noticeList.parse((await stage.call('GET', '/api/notices', { as })).json()).channels;
  await expect.poll(async () => (await channels())[0]?.state).toBe('failing');
  expect((await channels())[0]).toMatchObject({ channel: 'webhook', error: { text: 'answered 503' }, pending: 1 });
  const metrics = async () => (await stage.call('GET', '/metrics', {})).text;
  expect(await metrics()).toContain('retry_desk_notices_failing{channel="webhook"} 1');
  expect(await metrics()).toContain('retry_desk_notices_pending{channel="webhook"} 1');
  pass(16 * MINUTE);
  await expect
    .poll(() => stage.bff.context.board.current().board.failingChannels)
    .toMatchObject([{ channel: 'webhook' }]);
  expect((await stage.call('GET', '/api/wall', { as })).json()).toMatchObject({
    failingChannels: [{ channel: 'webhook' }],
  });
  isAway = false;
  pass(16 * MINUTE);
  await expect.poll(async () => (await channels())[0]?.state).toBe('working');
  await expect.poll(() => stage.bff.context.board.current().board.failingChannels).toBeUndefined();
  expect(await metrics()).toContain('retry_desk_notices_failing{channel="webhook"} 0');
  expect(await metrics()).toContain('retry_desk_notices_pending{channel="webhook"} 0');
  // Each attempt carried the same bytes.
  expect(
    new Set(
      notices()
        .filter(({ event }) => event === 'retry-ended')
        .map((each) => JSON.stringify(each)),
    ).size,
  ).toBe(1);
});

test('quiet hours hold back everything but that Enterprise Manager cannot be reached, and end with a summary', async () => {
  // A window that has just begun, on the clock of the desk.
  const at = new Date(Date.now() - MINUTE);
  const time = (minutes: number) => new Date(at.getTime() + minutes * MINUTE).toISOString().slice(11, 16);
  const { stage, notices, pass } = await noticeStage({ environment: { NOTIFY_QUIET: `${time(0)}-${time(60)} UTC` } });
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  pass(2 * MINUTE);
  const held = async () => (await stage.bff.context.store.db.selectFrom('notices').select('event').execute()).length;
  await expect.poll(held).toBe(1);
  await retry(stage, 'Mail');
  await expect.poll(held).toBe(2);
  const as = await stage.signIn('anna');
  expect((await stage.call('GET', '/api/notices', { as })).json()).toMatchObject({
    quiet: { isNow: true },
    deliveries: [],
  });
  await stage.em.stop();
  await expect.poll(() => stage.bff.context.board.current().board.em.state).toBe('down');
  pass(6 * MINUTE);
  await expect.poll(() => notices().map(inShort)).toEqual([expect.stringMatching(/^unreachable firing 1: /)]);
  pass(60 * MINUTE);
  await expect.poll(() => notices().length).toBe(3);
  const [, ...after] = notices().map(inShort).sort();
  expect(notices().find(({ event }) => event === 'summary')).toMatchObject({
    subject: expect.stringMatching(/are over: 2 held back, 1 still need somebody$/),
    lines: [expect.stringContaining('jobs failed'), expect.stringContaining('Retry of Mail: backed up')],
  });
  expect(after.join()).not.toContain('retry-ended');
});

test('a test notice leaves by its channel, is listed and audited; a viewer and a channel without settings are refused', async () => {
  const { stage, notices } = await noticeStage({ environment: { NOTIFY_EVENTS: 'unreachable' } });
  const as = await stage.signIn('anna');
  const send = (channel: string, who = as) => stage.call('POST', '/api/notices/test', { as: who, body: { channel } });
  const { id } = (await send('webhook')).json();
  await expect.poll(() => notices().map(({ id: each, event }) => [each, event])).toEqual([[id, 'test']]);
  await expect
    .poll(async () => (await stage.call('GET', '/api/notices', { as })).json())
    .toMatchObject({ events: ['unreachable'], deliveries: [{ id, state: 'delivered', attempts: 1, error: null }] });
  expect((await send('email')).status).toBe(404);
  const henry = await stage.signIn('henry');
  expect((await send('webhook', henry)).status).toBe(403);
  expect((await stage.call('GET', '/api/notices', { as: henry })).status).toBe(403);
  expect((await stage.call('GET', '/api/audit', { as })).text).toContain('"notice-tested"');
  // Of what NOTIFY_EVENTS leaves out nothing is written.
  await retry(stage, 'Mail');
  await expect.poll(async () => (await stage.call('GET', '/api/tasks', { as })).text).toContain('"succeeded"');
  expect(notices()).toHaveLength(1);
});

test('a heartbeat comes without any channel, and none while the store cannot be written', async () => {
  const { url, received } = await receiver((response) => response.writeHead(200).end());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const stage = await httpStage({ environment: { NOTIFY_HEARTBEAT_URL: url.href, POLL_SECONDS: '1' } });
  await expect.poll(() => stage.bff.context.mirror.ready).toBe(true);
  vi.advanceTimersByTime(MINUTE);
  await expect.poll(() => received.length).toBe(1);
  expect(received[0]).toMatchObject({ method: 'GET' });
  const other = new DatabaseSync(join(stage.environment.DATA_DIR, 'retry-desk.sqlite'), { timeout: 10_000 });
  onTestFinished(() => other.close());
  other.exec('begin exclusive');
  const health = () => {
    vi.advanceTimersByTime(1_000);
    return stage.bff.context.store.watch.health.state;
  };
  await expect.poll(health, { timeout: 30_000 }).toBe('not-responding');
  const before = received.length;
  vi.advanceTimersByTime(5 * MINUTE);
  other.exec('rollback');
  await expect.poll(health, { timeout: 30_000 }).toBe('ok');
  expect(received.length).toBe(before);
});

test('of what NOTIFY_EVENTS leaves out Alertmanager receives nothing, though alerts are repeated there', async () => {
  const { url, received } = await receiver((response) => response.writeHead(200).end());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const environment = { NOTIFY_ALERTMANAGER_URL: url.origin, NOTIFY_EVENTS: 'unreachable', NOTIFY_WEBHOOK_URL: '' };
  const { stage, pass } = await noticeStage({ environment });
  /** Goes through the rules, and whether they have written that this fires. */
  const fires = async (event: string) => {
    vi.advanceTimersByTime(5_000);
    const rows = await stage.bff.context.store.db.selectFrom('notices').select(['event', 'status']).execute();
    return rows.some((row) => row.event === event && row.status === 'firing');
  };
  await expect.poll(() => stage.bff.context.board.current().board.failed.length).toBe(3);
  pass(6 * MINUTE);
  expect(await fires('failed')).toBe(false);
  pass(2 * MINUTE);
  await expect.poll(() => fires('failed')).toBe(true);
  vi.advanceTimersByTime(5 * MINUTE);
  await stage.em.stop();
  await expect.poll(() => stage.bff.context.board.current().board.em.state).toBe('down');
  pass(6 * MINUTE);
  await expect.poll(() => fires('unreachable')).toBe(true);
  vi.advanceTimersByTime(5 * MINUTE);
  await expect.poll(() => received.length).toBeGreaterThan(1);
  const names = received.flatMap(({ body }) => JSON.parse(body).map((alert: PostedAlert) => alert.labels.alertname));
  expect([...new Set(names)]).toEqual(['EnterpriseManagerUnreachable']);
});
