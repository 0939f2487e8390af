import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type Notice, notice as noticeSchema } from '@retry-desk/contract';
import { expect, onTestFinished, test } from 'vitest';
import { freePorts } from './free-ports.ts';
import { type HttpStage, httpStage, type Reply, send } from './http-stage.ts';
import { receiver } from './notice-receiver.ts';

const MINUTE = 60_000;
const intervals = { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '30' };
const inShort = ({ event, status, number }: Notice) => `${event} ${status} ${number}`;

/** A receiver whose answers can be set, and a desk with one failed job before it whose clock can be put forward. */
async function troubled(environment: Record<string, string> = {}) {
  let aheadMs = 0;
  const answer = { status: 204 };
  const { url, received } = await receiver((response) => {
    if (answer.status > 0) response.writeHead(answer.status).end();
  });
  const stage = await httpStage({
    simulator: { jobs: 0, speed: 60 },
    prepare: ({ world }) => {
      world.addJob({ name: 'Mail', machines: ['mail-1'], last: 'failed', reason: 'Disk is full', outcome: 'success' });
    },
    environment: { ...intervals, NOTIFY_WEBHOOK_URL: url.href, ...environment },
    overrides: { clock: { now: () => Date.now() + aheadMs } },
  });
  const notices = (): Notice[] => received.map(({ body }) => noticeSchema.parse(JSON.parse(body)));
  return { stage, answer, notices, pass: (ms: number) => (aheadMs += ms) };
}

async function requestRetry(stage: HttpStage, name: string): Promise<void> {
  const as = await stage.signIn('anna');
  const { id } = stage.em.world.job(name);
  const reply = await stage.call('POST', `/api/agents/jobs/${id}?action=retry`, { as, body: { note: 'disk emptied' } });
  expect(reply.status, reply.text).toBe(202);
}

test('the server ends within ten seconds while a receiver hangs, and the next one delivers under the same id', async () => {
  const { stage, answer, notices } = await troubled();
  answer.status = 0;
  const as = await stage.signIn('anna');
  const { id } = (await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } })).json();
  await expect.poll(() => notices().length).toBe(1);
  const begunAt = performance.now();
  await stage.bff.close();
  expect(performance.now() - begunAt).toBeLessThan(10_000);
  answer.status = 204;
  await stage.restart();
  await expect.poll(() => notices().map((notice) => notice.id)).toEqual([id, id]);
  // An attempt that our own end cut off shows nothing of the channel.
  const again = await stage.signIn('anna');
  expect((await stage.call('GET', '/api/notices', { as: again })).json()).toMatchObject({
    channels: [{ state: 'working', error: null, pending: 0 }],
    deliveries: [{ id, state: 'delivered' }],
  });
});

test('a restart does not forget that a key rests after it was resolved', async () => {
  const { stage, notices, pass } = await troubled();
  await expect.poll(() => stage.bff.context.board.current().board.failed.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  pass(2 * MINUTE);
  await expect.poll(() => notices().map(inShort)).toEqual(['failed firing 1']);
  await requestRetry(stage, 'Mail');
  const ofFailed = () =>
    notices()
      .filter(({ event }) => event === 'failed')
      .map(inShort);
  await expect.poll(ofFailed).toEqual(['failed firing 1', 'failed resolved 2']);
  await stage.restart();
  stage.em.world.fail(stage.em.world.job('Mail'), 'Disk is full');
  await expect.poll(() => stage.bff.context.board.current().board.failed.map(({ state }) => state)).toContain('failed');
  // Old enough by now to be announced, and waited for without a new job: but not rested.
  pass(7 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  pass(2 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(ofFailed()).toHaveLength(2);
  pass(10 * MINUTE);
  await expect.poll(ofFailed).toEqual(['failed firing 1', 'failed resolved 2', 'failed firing 1']);
});

test('a store that is away for an hour loses nothing: what waited and what came up leaves once, when it is back', async () => {
  const { stage, answer, notices, pass } = await troubled();
  await expect.poll(() => stage.bff.context.board.current().board.failed.length).toBe(1);
  answer.status = 503;
  await requestRetry(stage, 'Mail');
  await expect.poll(() => notices().length).toBeGreaterThan(0);
  answer.status = 204;
  const other = new DatabaseSync(join(stage.environment.DATA_DIR ?? '', 'retry-desk.sqlite'), { timeout: 10_000 });
  other.exec('begin exclusive');
  const added = stage.em.world.addJob({ name: 'Files', machines: ['files-1'], last: 'success' });
  stage.em.world.fail(added, 'Network path not found');
  await expect.poll(() => stage.bff.context.store.watch.health.state, { timeout: 30_000 }).toBe('not-responding');
  const before = notices().length;
  for (let time = 0; time < 6; time += 1) {
    pass(10 * MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
  }
  expect(notices().length).toBe(before);
  other.exec('rollback');
  other.close();
  await expect.poll(() => stage.bff.context.store.watch.health.state, { timeout: 30_000 }).toBe('ok');
  await expect
    .poll(() => notices().slice(before).map(inShort).sort(), { timeout: 60_000 })
    .toContain('retry-ended resolved 1');
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  pass(2 * MINUTE);
  await expect
    .poll(() => notices().slice(before).map(inShort).sort(), { timeout: 60_000 })
    .toEqual(['failed firing 1', 'retry-ended resolved 1']);
  expect(new Set(notices().map(({ id }) => id)).size).toBe(2);
});

test('killed between the end of a retry and its notice, neither is there; the next server writes both', async () => {
  const { stage, notices } = await troubled();

  await stage.bff.close();
  const [port = 0] = await freePorts(1);
  const program = fileURLToPath(new URL('./notice-victim.ts', import.meta.url));
  const child = spawn(process.execPath, [program], {
    env: { ...stage.environment, PORT: String(port), PUBLIC_URL: `http://localhost:${port}` },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  const origin = `http://localhost:${port}`;
  const body = JSON.stringify({ username: 'TECH\\anna', password: 'anna-demo' });
  const json = { origin, 'content-type': 'application/json' };
  const signIn = () => send(port, 'POST', '/api/session', json, body).catch(() => null);
  const replies: Reply[] = [];
  const status = async () => {
    const reply = await signIn();
    if (reply !== null) replies.push(reply);
    return reply?.status;
  };
  await expect.poll(status).toBe(200);
  const signedIn = replies.at(-1);
  const cookie = signedIn?.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const headers = { ...json, cookie, 'x-csrf-token': String(signedIn?.json().csrfToken) };
  const { id } = stage.em.world.job('Mail');
  const retry = () => send(port, 'POST', `/api/agents/jobs/${id}?action=retry`, headers, JSON.stringify({ note: 'x' }));
  await expect.poll(async () => (await retry()).status, { timeout: 60_000 }).toBe(202);
  expect(await ended).toEqual([null, 'SIGKILL']);

  const store = new DatabaseSync(join(stage.environment.DATA_DIR ?? '', 'retry-desk.sqlite'), { readOnly: true });
  const [retryRow] = store.prepare('select state from retries').all();
  expect(['succeeded', 'failed']).not.toContain(retryRow?.state);
  expect(store.prepare('select * from notices').all()).toEqual([]);
  store.close();
  await stage.restart();
  await expect.poll(() => notices().map(inShort), { timeout: 60_000 }).toEqual(['retry-ended resolved 1']);
  expect(notices()[0]?.retry).toMatchObject({ state: 'succeeded' });
  expect(stage.em.executions).toHaveLength(1);
});

test('a notice waits a day for a channel that is not configured any more, also where no channel is left', async () => {
  const { stage, answer, pass } = await troubled();
  answer.status = 503;
  const as = await stage.signIn('anna');
  await stage.call('POST', '/api/notices/test', { as, body: { channel: 'webhook' } });
  const waiting = async () =>
    await stage.bff.context.store.db.selectFrom('notice_deliveries').select(['state', 'error']).execute();
  await expect.poll(waiting).toEqual([{ state: 'pending', error: 'answered 503' }]);
  Object.assign(stage.environment, { NOTIFY_WEBHOOK_URL: '' });
  await stage.restart();
  expect(await waiting()).toEqual([{ state: 'pending', error: 'answered 503' }]);
  pass(25 * 60 * MINUTE);
  await stage.restart();
  await expect.poll(waiting).toEqual([{ state: 'given-up', error: 'the channel is not configured any more' }]);
});

test('no password, token or path of a channel is in a log line, an answer, an error or the store, at LOG_LEVEL=trace', async () => {
  const [port = 0] = await freePorts(1);
  const { url } = await receiver((response) => response.writeHead(400, { location: 'x' }).end('canary-answered'));
  const at = (path: string) =>
    `http://us-canary:pw-canary@localhost:${url.port}/path-canary/${path}?token=query-canary`;
  const stage = await httpStage({
    logLevel: 'trace',
    environment: {
      ...intervals,
      NOTIFY_WEBHOOK_URL: at('webhook'),
      NOTIFY_WEBHOOK_SECRET: 'secret-canary-signing',
      NOTIFY_ALERTMANAGER_URL: `http://us-canary:pw-canary@localhost:${port}/path-canary`,
      NOTIFY_TEAMS_URL: `https://localhost:${port}/path-canary?sig=query-canary`,
      NOTIFY_SLACK_URL: `https://localhost:${url.port}/path-canary/slack`,
      NOTIFY_SMTP_URL: `smtp://us-canary:pw-canary@localhost:${url.port}`,
      NOTIFY_EMAIL_FROM: 'desk@example.local',
      NOTIFY_EMAIL_TO: 'ops@example.local',
      NOTIFY_HEARTBEAT_URL: at('heartbeat'),
      HTTPS_PROXY: `http://us-canary:pw-canary@localhost:${port}`,
    },
  });
  const as = await stage.signIn('anna');
  const answers: string[] = [];
  for (const channel of ['webhook', 'alertmanager', 'teams', 'slack', 'email'])
    answers.push((await stage.call('POST', '/api/notices/test', { as, body: { channel } })).text);
  const list = async () => (await stage.call('GET', '/api/notices', { as })).text;
  await expect.poll(async () => (await list()).match(/"error":\{/g)?.length, { timeout: 60_000 }).toBe(5);
  for (const path of ['/api/notices', '/api/audit', '/api/status', '/metrics', '/api/board'])
    answers.push((await stage.call('GET', path, { as })).text);
  await stage.bff.close();
  const folder = stage.environment.DATA_DIR ?? '';
  const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  expect(stage.logs.filter((line) => line.includes('notice.not-delivered')).length).toBeGreaterThanOrEqual(5);
  for (const [place, text] of Object.entries({
    logs: stage.logs.join(''),
    answers: answers.join('\n'),
    store: stored.join(''),
  }))
    expect(/.{0,80}canary.{0,40}/.exec(text)?.[0], place).toBeUndefined();
});
