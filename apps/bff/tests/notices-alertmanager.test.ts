import { configurableEvents } from '@retry-desk/contract';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createChannels } from '#notices/channels/create-channels.ts';
import { testNotice } from '#notices/dispatch.ts';
import { hasAlertmanager, startAlertmanager } from './alertmanager-process.ts';
import { receiver } from './notice-receiver.ts';
import { hostileNotice, sampleNotice, sampleResolved } from './notice-samples.ts';

const none = { webhook: null, alertmanager: null, email: null, teams: null, slack: null, ca: undefined };

function alertmanagerAt(url: URL) {
  const [channel] = createChannels({ ...none, alertmanager: url }, { instance: 'em.example.local:9398' });
  if (channel === undefined) throw new Error('a configured Alertmanager is a channel');
  onTestFinished(() => channel.close());
  return channel;
}

test('an event that does not hold for a while makes no alert', async () => {
  const { received, url } = await receiver((response) => response.end());
  const channel = alertmanagerAt(url);
  const events = [...configurableEvents, 'summary', 'test'] as const;
  expect(events.filter((event) => !channel.takes(event))).toEqual(['retry-ended', 'summary']);
  for (const event of ['retry-ended', 'summary'] as const) {
    expect(await channel.deliver(sampleNotice({ event }))).toEqual({ kind: 'delivered', receipt: null });
  }
  expect(await channel.repeat?.([sampleResolved(), sampleNotice({ event: 'summary' })])).toMatchObject({
    kind: 'delivered',
  });
  expect(received).toEqual([]);
});

test('a test fires for minutes, whatever the clock of Alertmanager is', async () => {
  const { received, url } = await receiver((response) => {
    response.writeHead(200, { date: new Date(Date.now() - 90_000).toUTCString() }).end();
  });
  const channel = alertmanagerAt(url);
  const sent = testNotice(new URL('https://desk.example.local'), 'anna', Date.now());
  expect(await channel.deliver(sent)).toMatchObject({ kind: 'delivered' });
  const [alert] = JSON.parse(received[0]?.body ?? '[]');
  expect(alert.labels).toMatchObject({ alertname: 'RetryDeskTest', severity: 'none' });
  expect(Date.parse(alert.endsAt)).toBeGreaterThan(Date.now() + 60_000);
});

test('an end that lies ahead of the clock of Alertmanager is not delivered yet', async () => {
  const at = new Date();
  const { url } = await receiver((response) => {
    response.writeHead(200, { date: new Date(at.getTime() - 90_000).toUTCString() }).end();
  });
  const channel = alertmanagerAt(url);
  expect(await channel.deliver(sampleNotice())).toMatchObject({ kind: 'delivered' });
  const delivery = await channel.deliver(sampleResolved({ at: at.toISOString() }));
  expect(delivery).toEqual({
    kind: 'unavailable',
    error: 'its clock is 90 s behind ours: the alert is not resolved there yet',
    retryAfterMs: 90_000,
  });
});

test('name and password of the address, its path and faults are those of every request', async () => {
  let status = 200;
  const { received, url } = await receiver((response) => response.writeHead(status).end('inner words'));
  url.username = 'desk';
  url.password = 's3cret';
  const channel = alertmanagerAt(url);
  await channel.deliver(sampleNotice());
  expect(received[0]).toMatchObject({ method: 'POST', path: '/hook/api/v2/alerts' });
  expect(received[0]?.headers.authorization).toBe(`Basic ${btoa('desk:s3cret')}`);
  status = 400;
  expect(await channel.deliver(sampleNotice())).toEqual({ kind: 'refused', error: 'answered 400' });
  status = 503;
  expect(await channel.repeat?.([sampleNotice()])).toMatchObject({ kind: 'unavailable', error: 'answered 503' });
});

describe.each(hasAlertmanager() ? ['Alertmanager'] : [])('%s itself', () => {
  async function scene() {
    const sink = await receiver((response) => response.end());
    const alertmanager = await startAlertmanager(sink.url);
    const sent = () => sink.received.map(({ body }) => JSON.parse(body).alerts[0].status);
    return { ...alertmanager, channel: alertmanagerAt(alertmanager.url), sent };
  }

  test('lists the alert until it is resolved, as one with its updates, and sends both', async () => {
    const { channel, listed, sent } = await scene();
    const delivery = await channel.deliver(sampleNotice());
    const [alert, ...others] = await listed();
    expect(delivery).toEqual({ kind: 'delivered', receipt: alert?.fingerprint });
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      labels: {
        alertname: 'BackupJobsFailed',
        severity: 'warning',
        event: 'failed',
        key: 'failed repository-unreachable VBR01',
        cause: 'repository-unreachable',
        backup_server: 'VBR01',
        instance: 'em.example.local:9398',
      },
      annotations: {
        summary: '2 jobs failed: repository NAS 01 cannot be reached',
        runbook_url: 'https://www.veeam.com/kb1735',
      },
      startsAt: '2026-01-31T04:12:00.000Z',
      generatorURL: 'https://retry.example.local/?by=cause',
    });
    expect(alert?.annotations.description).toContain('* Job 2\n');
    await vi.waitFor(() => expect(sent()).toEqual(['firing']));
    const subject = '40 jobs failed: repository NAS 01 cannot be reached';
    await channel.deliver(sampleNotice({ number: 2, subject }));
    expect((await listed()).map(({ annotations }) => annotations.summary)).toEqual([subject]);
    // PUBLIC_URL has changed meanwhile.
    const elsewhere = { at: new Date().toISOString(), url: 'https://desk.example.local/?by=cause' };
    const resolved = await channel.deliver(sampleResolved(elsewhere));
    expect(resolved).toEqual(delivery);
    expect(await listed()).toEqual([]);
    await vi.waitFor(() => expect(sent().at(-1)).toBe('resolved'), { timeout: 60_000 });
  });

  test('keeps an alert far longer than its own timeout, and a test for minutes only; both are sent', async () => {
    const { channel, listed, sent } = await scene();
    await channel.deliver(sampleNotice());
    await channel.deliver(testNotice(new URL('https://desk.example.local'), 'anna', Date.now()));
    const days = (await listed()).map(({ endsAt, labels }) => [
      labels.alertname,
      Math.round((Date.parse(endsAt) - Date.now()) / 86_400_000),
    ]);
    expect(Object.fromEntries(days)).toEqual({ BackupJobsFailed: 365, RetryDeskTest: 0 });
    await vi.waitFor(() => expect(sent()).toEqual(['firing', 'firing']));
  });

  test('has forgotten everything at a restart, and lists it again when it is repeated', async () => {
    const { channel, listed, restart } = await scene();
    const notices = [sampleNotice(), sampleNotice({ key: 'other', server: null, cause: null })];
    for (const each of notices) await channel.deliver(each);
    const before = (await listed()).map(({ fingerprint }) => fingerprint).sort();
    await restart();
    expect(await listed()).toEqual([]);
    expect(await channel.repeat?.(notices)).toEqual({ kind: 'delivered', receipt: null });
    expect((await listed()).map(({ fingerprint }) => fingerprint).sort()).toEqual(before);
  });

  test('takes names with any characters, and names such an alert as we do', async () => {
    const { channel, listed } = await scene();
    const delivery = await channel.deliver({ ...hostileNotice(), key: 'half \ud83d pair, חשבונות 12 😀' });
    expect(delivery).toEqual({ kind: 'delivered', receipt: (await listed())[0]?.fingerprint });
  });

  test('resolves what began and ended in one second', async () => {
    const { channel, listed } = await scene();
    const at = new Date().toISOString();
    await channel.deliver(sampleNotice({ since: at, at }));
    expect(await listed()).toHaveLength(1);
    expect(await channel.deliver(sampleResolved({ since: at, at }))).toMatchObject({ kind: 'delivered' });
    expect(await listed()).toEqual([]);
  });
});
