import { expect, onTestFinished, test } from 'vitest';
import { healthRoutes } from './health-routes.ts';
import { createMetrics } from './metrics.ts';

let isStoreAway = false;
const metrics = createMetrics(
  () => ({
    isReady: () => false,
    emIsUp: () => true,
    lastGoodAt: () => 1_760_000_000_000,
    counts: () => ({
      failed: 3,
      retrying: 1,
      running: 0,
      recoveredToday: 0,
      jobs: 9,
      attention: 4,
      overdue: 2,
      hung: 0,
    }),
    isSilent: () => false,
    attentionKinds: () =>
      new Map([
        ['failed', 3],
        ['overdue', 2],
        ['hung', 0],
      ] as const),
    causes: () => 2,
    newestEventAt: () => 1_759_999_000_000,
    newestEvents: () => new Map([['vbr01', 1_759_998_000_000]]),
    openRetries: () => 1,
    oldestOpenRetryMs: () => 90_000,
    reads: () => true,
    journalResponds: () => false,
    log: () => ({ state: 'failing', since: 0, dropped: 7 }),
    channels: () =>
      new Map([
        ['email', true],
        ['slack', false],
      ]),
    pendingNotices: async () => {
      if (isStoreAway) throw new Error('away');
      return new Map([
        ['email', 4],
        ['teams', 1],
      ]);
    },
    async nextTokenEndsAt() {
      if (isStoreAway) throw new Error('away');
      return 1_770_000_000_000;
    },
  }),
  '1.2.3',
);

/** The answer of a row to a client at that address. */
async function ask(
  path: string,
  remoteAddress: string,
  authorization?: string,
  token?: string,
  proxy?: string,
  troubles: ReturnType<Parameters<typeof healthRoutes>[0]['troubles']> = {},
) {
  const facts = {} as Parameters<typeof healthRoutes>[0]['facts']; // not asked for here
  const row = healthRoutes({
    passwordIsRefused: async () => false,
    troubles: () => troubles,
    waitingFor: () => [],
    journal: () => ({ state: 'ok', since: '2026-11-29T08:00:00.000Z' }),
    askJournal: async () => true,
    log: () => ({ state: 'ok', since: 0, dropped: 0 }),
    facts,
    metrics,
    token: () => token,
  }).find((each) => each.path === path);
  const headers = new Map([['authorization', authorization], ...(proxy ? [[proxy, '127.0.0.1'] as const] : [])]);
  const header = (name: string) => headers.get(name);
  return await row?.handler({ params: {}, query: {}, body: undefined, caller: null, header, remoteAddress });
}

const token = 'sixteen characters';
const proxies = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

test('/metrics is for this machine, and for others with the token only', async () => {
  for (const here of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect(await ask('/metrics', here)).toMatchObject({ status: 200 });
  await expect(ask('/metrics', '10.0.0.5')).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask('/metrics', '10.0.0.5', 'Bearer wrong', token)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await ask('/metrics', '10.0.0.5', `Bearer ${token}`, token)).toMatchObject({ status: 200 });
  for (const proxy of proxies) {
    const refused = expect(ask('/metrics', '127.0.0.1', undefined, token, proxy), proxy).rejects;
    await refused.toMatchObject({ code: 'forbidden' });
    expect(await ask('/metrics', '127.0.0.1', `Bearer ${token}`, token, proxy), proxy).toMatchObject({ status: 200 });
  }
});

test('everybody learns whether the server is alive and ready; why, this machine and those with the token alone', async () => {
  const troubles = { overdue: 3 };
  const ready = async (...given: [string, string?, string?, string?]) => {
    const [address, authorization, own, proxy] = given;
    return await ask('/readyz', address, authorization, own, proxy, troubles);
  };
  expect(await ask('/healthz', '10.0.0.5')).toMatchObject({ status: 200 });
  for (const stranger of [
    await ready('10.0.0.5'),
    await ready('10.0.0.5', 'Bearer wrong', token),
    ...(await Promise.all(proxies.map((proxy) => ready('127.0.0.1', undefined, token, proxy)))),
  ])
    expect(stranger).toEqual({ status: 200, body: { ready: true } });
  for (const watcher of [await ready('::ffff:127.0.0.1'), await ready('10.0.0.5', `Bearer ${token}`, token)])
    expect(watcher).toMatchObject({
      status: 200,
      body: { ready: true, waitingFor: [], attention: [expect.any(String)] },
    });
});

test('readiness counts what is overdue and hangs and dates a silent collection, and is ready all the same', async () => {
  const silentSince = '2026-11-28T22:00:00.000Z';
  const several = { overdue: 3, hung: 2, silentSince };
  expect(await ask('/readyz', '::1', undefined, undefined, undefined, several)).toMatchObject({
    status: 200,
    body: {
      ready: true,
      attention: [
        '3 jobs are overdue: no run has begun when it should have',
        "2 jobs hang: a run goes on far longer than the job's runs take",
        `Enterprise Manager has listed nothing new since ${silentSince}: look at its data collection`,
      ],
    },
  });
  expect(await ask('/readyz', '::1', undefined, undefined, undefined, { overdue: 1, hung: 0 })).toMatchObject({
    body: { ready: true, attention: ['1 job is overdue: no run has begun when it should have'] },
  });
  expect(await ask('/readyz', '::1')).toMatchObject({ body: { ready: true, attention: [] } });
});

test('the numbers cover Enterprise Manager, the board and the process', async () => {
  metrics.onEmEvent({ event: 'exchange', call: 'GET /api/query?x', status: 200, ms: 120, bytes: 10 });
  metrics.onEmEvent({ event: 'exchange', call: 'POST /api/agents', status: null, ms: 30_000, bytes: 0 });
  metrics.onEmEvent({ event: 'breaker', state: 'open' });
  metrics.onRetryEnded('failed');
  metrics.onSignInRefused();
  metrics.onCertificate('own', 1_780_000_000_000);
  const text = await metrics.text();
  for (const line of [
    'retry_desk_ready 0',
    'retry_desk_em_up 1',
    'retry_desk_failed_jobs 3',
    'retry_desk_attention_jobs 4',
    'retry_desk_overdue_jobs 2',
    'retry_desk_acknowledged_jobs Nan',
    'retry_desk_em_silent 0',
    'retry_desk_build_info{version="1.2.3"} 1',
    'retry_desk_em_newest_event_timestamp_seconds 1759999000',
    'retry_desk_em_server_newest_event_timestamp_seconds{backup_server="vbr01"} 1759998000',
    'retry_desk_jobs_needing_attention{kind="failed"} 3',
    'retry_desk_jobs_needing_attention{kind="overdue"} 2',
    'retry_desk_jobs_needing_attention{kind="hung"} 0',
    'retry_desk_causes 2',
    'retry_desk_open_retries 1',
    'retry_desk_oldest_open_retry_seconds 90',
    'retry_desk_retries_ended_total{outcome="failed"} 1',
    'retry_desk_retries_ended_total{outcome="succeeded"} 0',
    'retry_desk_sign_ins_refused_total 1',
    'retry_desk_certificate_expiry_timestamp_seconds{certificate="own"} 1780000000',
    'retry_desk_api_token_expiry_timestamp_seconds 1770000000',
    'retry_desk_journal_up 0',
    'retry_desk_log_up 0',
    'retry_desk_log_lines_dropped_total 7',
    'retry_desk_em_last_good_timestamp_seconds 1760000000',
    'retry_desk_em_exchange_seconds_count{method="GET",outcome="2xx"} 1',
    'retry_desk_em_exchange_seconds_count{method="POST",outcome="none"} 1',
    'retry_desk_em_events_total{event="breaker"} 1',
    '\nprocess_cpu_user_seconds_total ',
    '\nnodejs_eventloop_lag_seconds ',
    'retry_desk_notices_failing{channel="email"} 1',
    'retry_desk_notices_failing{channel="slack"} 0',
    'retry_desk_notices_pending{channel="email"} 4',
    'retry_desk_notices_pending{channel="slack"} 0',
    'retry_desk_notices_pending{channel="teams"} 1',
  ])
    expect(text).toContain(line);
});

test('while the store is away nothing is said about notices that wait or tokens that end, and all the other numbers are there', async () => {
  isStoreAway = true;
  onTestFinished(() => {
    isStoreAway = false;
  });
  const text = await metrics.text();
  expect(text).not.toContain('retry_desk_notices_pending{');
  expect(text).toContain('retry_desk_api_token_expiry_timestamp_seconds Nan');
  expect(text).toContain('retry_desk_notices_failing{channel="email"} 1');
});
