import type { NotifySettings } from '#config/notify-settings.ts';
import { createAlertmanager } from './alertmanager.ts';
import type { Channel } from './channel.ts';
import { createEmail } from './email.ts';
import { attemptMs, createHttpSender, type SenderOptions } from './http-sender.ts';
import { createSlack } from './slack.ts';
import { createTeams } from './teams.ts';
import { createWebhook } from './webhook.ts';

type Settings = Pick<NotifySettings, 'webhook' | 'alertmanager' | 'email' | 'teams' | 'slack' | 'ca'>;

/** `instance`: the host of Enterprise Manager. */
type Options = Partial<Pick<SenderOptions, 'proxy' | 'timeoutMs'>> & { instance?: string | undefined };

/** The channels that are configured. Nothing is contacted before the first notice. */
export function createChannels(
  settings: Settings,
  { instance = '', proxy, timeoutMs = attemptMs }: Options = {},
): Channel[] {
  const { alertmanager, ca, email, slack, teams, webhook } = settings;
  const options = { ca, proxy, timeoutMs };
  const sender = () => createHttpSender(options);
  return [
    ...(webhook === null ? [] : [createWebhook(webhook, sender())]),
    ...(alertmanager === null ? [] : [createAlertmanager(alertmanager, instance, sender())]),
    ...(email === null ? [] : [createEmail(email, options)]),
    ...(teams === null ? [] : [createTeams(teams, sender())]),
    ...(slack === null ? [] : [createSlack(slack, sender())]),
  ];
}
