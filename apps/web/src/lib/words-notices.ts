import type { FailingChannel, NoticeChannel } from '@retry-desk/contract';

/** The channels by which notices leave, as people call them. */
export const channelNames: Record<NoticeChannel, string> = {
  webhook: 'Webhook',
  alertmanager: 'Alertmanager',
  email: 'E-mail',
  teams: 'Teams',
  slack: 'Slack',
};

const list = new Intl.ListFormat('en-GB');

/** "E-mail and Slack notices have not been delivered since"; the moment stands behind it. */
export function notDelivered(channels: readonly FailingChannel[]): string {
  return `${list.format(channels.map(({ channel }) => channelNames[channel]))} notices have not been delivered since`;
}
