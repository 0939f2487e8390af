import { signInByCall } from './desk-client.ts';

/** Variables of channels whose receivers are gone: port 9 is nobody's on a machine of tests. */
export const deadChannels = {
  ...{ NOTIFY_WEBHOOK_URL: 'http://localhost:9/hook', NOTIFY_SLACK_URL: 'https://localhost:9/hook' },
  ...{
    NOTIFY_SMTP_URL: 'smtp://localhost:9',
    NOTIFY_EMAIL_FROM: 'desk@example.local',
    NOTIFY_EMAIL_TO: 'a@example.local',
  },
  ...{ NOTIFY_QUIET: '22:00-06:00 Europe/Vienna', NOTIFY_EVENTS: 'failed,overdue,hung,silent,unreachable' },
};

/** Has a test sent by each of them: each then has a delivery, an error, and a notice that waits. */
export async function sendDeadTests(url: string): Promise<void> {
  const anna = await signInByCall(url, 'anna');
  for (const channel of ['webhook', 'slack', 'email']) await anna.call('POST', '/api/notices/test', { channel });
}
