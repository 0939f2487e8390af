import { expect, test } from 'vitest';
import { readerOf } from './environment.ts';
import { readNotifySettings } from './notify-settings.ts';

function read(environment: Record<string, string>) {
  const reader = readerOf(environment);
  return { settings: readNotifySettings(reader), faults: reader.faults.join('\n') };
}
const mail = {
  NOTIFY_EMAIL_FROM: 'Retry Desk <desk@example.local>',
  NOTIFY_EMAIL_TO: 'a@example.local, b@example.local',
};

test('without settings there is no channel, and no fault', () => {
  const { settings, faults } = read({});
  expect(faults).toBe('');
  expect(settings).toMatchObject({ webhook: null, alertmanager: null, teams: null, slack: null, email: null });
  expect(settings).toMatchObject({ heartbeat: null, quiet: null, ca: undefined });
  expect(settings.events).toEqual(['failed', 'overdue', 'hung', 'unreachable', 'silent', 'retry-ended']);
});

test('all channels are read as they are given', () => {
  const { settings, faults } = read({
    ...mail,
    NOTIFY_WEBHOOK_URL: 'https://u:p@hooks.example.local/x?y=1',
    NOTIFY_WEBHOOK_SECRET: 'sixteen characters',
    NOTIFY_ALERTMANAGER_URL: 'http://am.example.local:9093/prefix/',
    NOTIFY_TEAMS_URL: 'https://teams.example.local/workflows/1',
    NOTIFY_SLACK_URL: 'https://hooks.example.local/services/T/B/x',
    NOTIFY_SMTP_URL: 'smtps://us%40er:p%2Fw@mail.example.local',
    NOTIFY_HEARTBEAT_URL: 'http://hc.example.local/ping/1',
    NOTIFY_EVENTS: 'hung, failed',
    NOTIFY_QUIET: '22:00-06:30 Europe/Vienna',
  });
  expect(faults).toBe('');
  expect(settings.webhook).toEqual({
    url: new URL('https://u:p@hooks.example.local/x?y=1'),
    secret: 'sixteen characters',
  });
  expect(settings.email).toEqual({
    smtp: { host: 'mail.example.local', port: 465, tls: 'implicit', login: { user: 'us@er', password: 'p/w' } },
    from: { name: 'Retry Desk', address: 'desk@example.local' },
    to: ['a@example.local', 'b@example.local'],
  });
  expect(settings.events).toEqual(['failed', 'hung']);
  expect(settings.quiet).toEqual({ from: 22 * 60, to: 6 * 60 + 30, zone: 'Europe/Vienna' });
});

test.each([
  ['smtp://mail.example.local', 'starttls', 587],
  ['smtp://u:p@mail.example.local:2525?tls=starttls', 'starttls', 2525],
  ['smtp://mail.example.local:25?tls=never', 'never', 25],
  ['smtp://localhost:25', 'never', 25],
  ['smtp://u:p@[::1]:25?tls=starttls', 'starttls', 25],
  ['smtps://localhost', 'implicit', 465],
])('a mail server is spoken to in the clear on this machine or on demand only: %s', (url, tls, port) => {
  const { settings, faults } = read({ ...mail, NOTIFY_SMTP_URL: url });
  expect(faults).toBe('');
  expect(settings.email?.smtp).toMatchObject({ tls, port });
});
