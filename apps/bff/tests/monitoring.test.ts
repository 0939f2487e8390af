import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { httpStage } from './http-stage.ts';

const folder = fileURLToPath(new URL('../../../docs/monitoring/', import.meta.url));
const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

function promtool(args: string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return status === 0 ? stderr : `${status} ${stdout}${stderr}`;
}

/** A desk with one failed job whose retry ends well. */
function deskWithFailure() {
  return httpStage({
    simulator: { jobs: 0, speed: 60 },
    prepare: ({ world }) => {
      world.addJob({ name: 'Mail', machines: ['mail-1'], last: 'failed', reason: 'Disk is full', outcome: 'success' });
    },
    environment: { POLL_SECONDS: '1', RETRY_POLL_SECONDS: '1', VERDICT_SECONDS: '30' },
  });
}

type Stage = Awaited<ReturnType<typeof deskWithFailure>>;

async function numbers(stage: Stage): Promise<string> {
  return (await stage.call('GET', '/metrics')).text;
}

async function sampleOf(stage: Stage, sample: string): Promise<number> {
  const line = (await numbers(stage)).split('\n').find((each) => each.startsWith(`${sample} `));
  return Number(line?.slice(sample.length + 1));
}

test('a retry is counted once it has ended, by its outcome, and is open until then; the newest run is dated', async () => {
  const stage = await deskWithFailure();
  await expect.poll(() => sampleOf(stage, 'retry_desk_ready')).toBe(1);
  await expect.poll(() => sampleOf(stage, 'retry_desk_jobs_needing_attention{kind="failed"}')).toBe(1);
  await expect.poll(() => sampleOf(stage, 'retry_desk_causes')).toBe(1);
  const as = await stage.signIn('anna');
  const { id } = stage.em.world.job('Mail');
  const newest = await sampleOf(stage, 'retry_desk_em_newest_event_timestamp_seconds');
  const [server] =
    /(?<=em_server_newest_event_timestamp_seconds)\{backup_server=".+"\}(?= )/.exec(await numbers(stage)) ?? [];
  expect(await sampleOf(stage, `retry_desk_em_server_newest_event_timestamp_seconds${server}`)).toBe(newest);
  expect(await sampleOf(stage, 'retry_desk_oldest_open_retry_seconds')).toBe(0);
  await stage.call('POST', `/api/agents/jobs/${id}?action=retry`, { as, body: {} });
  expect(await sampleOf(stage, 'retry_desk_oldest_open_retry_seconds')).toBeGreaterThan(0);
  expect(await sampleOf(stage, 'retry_desk_retries_ended_total{outcome="succeeded"}')).toBe(0);
  await expect.poll(() => sampleOf(stage, 'retry_desk_retries_ended_total{outcome="succeeded"}')).toBe(1);
  expect(await sampleOf(stage, 'retry_desk_oldest_open_retry_seconds')).toBe(0);
});

test('requests are measured by method and outcome, those answered before anything else too, and never by path', async () => {
  const stage = await deskWithFailure();
  const good = 'retry_desk_http_request_duration_seconds_count{method="GET",outcome="2xx"}';
  const as = await stage.signIn('anna');
  await stage.call('GET', '/api/board', { as });
  const before = await sampleOf(stage, good);
  for (let n = 0; n < 3; n += 1) await stage.call('GET', '/api/board', { as });
  expect(await sampleOf(stage, good)).toBeGreaterThanOrEqual(before + 3);
  expect((await stage.call('PROPFIND', '/api/board')).status).toBe(405);
  const text = await numbers(stage);
  expect(text).toContain('retry_desk_http_request_duration_seconds_count{method="other",outcome="4xx"} 1');
  expect(text).not.toContain('/api');
});

test("refused sign-ins, and the end of Enterprise Manager's certificate and of the API token that ends first, are published", async () => {
  const stage = await deskWithFailure();
  expect((await stage.call('POST', '/api/session', { body: { username: 'TECH\\anna', password: 'no' } })).status).toBe(
    401,
  );
  expect(await sampleOf(stage, 'retry_desk_sign_ins_refused_total')).toBe(1);
  const guesses = Array.from({ length: 4 }, () => ({ username: 'TECH\\ben', password: 'no' }));
  const statuses: number[] = [];
  for (const body of guesses) statuses.push((await stage.call('POST', '/api/session', { body })).status);
  expect(statuses).toContain(429);
  expect(await sampleOf(stage, 'retry_desk_sign_ins_refused_total')).toBe(1 + guesses.length);
  expect(await sampleOf(stage, 'retry_desk_api_token_expiry_timestamp_seconds')).toBeNaN();
  const as = await stage.signIn('anna');
  for (const days of [30, 7])
    await stage.call('POST', '/api/tokens', { as, body: { name: `for ${days} days`, role: 'viewer', days } });
  const days =
    ((await sampleOf(stage, 'retry_desk_api_token_expiry_timestamp_seconds')) * 1000 - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(7, 1);
  const shown = new X509Certificate(readFileSync(stage.em.caFile));
  const expiry = 'retry_desk_certificate_expiry_timestamp_seconds';
  expect(await sampleOf(stage, `${expiry}{certificate="enterprise_manager"}`)).toBe(shown.validToDate.getTime() / 1000);
});

test.runIf(hasPromtool)('promtool finds no fault with the numbers', async () => {
  const stage = await deskWithFailure();
  await stage.signIn('anna');
  await expect.poll(() => sampleOf(stage, 'retry_desk_ready')).toBe(1);
  expect(promtool(['check', 'metrics'], await numbers(stage))).toBe('');
});

test('the alerts are about numbers that there are', async () => {
  const text = await numbers(await deskWithFailure());
  const named = readFileSync(`${folder}alerts.yml`, 'utf8').match(/\bretry_desk_\w+/g) ?? [];
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(text).toContain(`# TYPE ${name} `);
});

test.runIf(hasPromtool)('each alert fires when it should, and not before', () => {
  expect(promtool(['test', 'rules', `${folder}alerts.test.yml`])).toBe('');
});
