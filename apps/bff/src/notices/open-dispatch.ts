import type { NotifySettings } from '#config/notify-settings.ts';
import type { ProxySettings } from '#outgoing/outgoing.ts';
import { replaceable } from './channels/channel.ts';
import { createChannels } from './channels/create-channels.ts';
import { createHeartbeat, replaceableHeartbeat } from './channels/heartbeat.ts';
import { Dispatch, type DispatchDeps } from './dispatch.ts';

/** The addresses of the channels, and the proxy on the way there. */
type Ways = { notify: NotifySettings; proxy?: ProxySettings | undefined };

type Settings = Ways & {
  publicUrl: URL;
  retryPollMs: number;
  firstDelayMs?: number | undefined;
  em?: { url: string } | undefined;
};

/** The configured channels, with the outbox before them. Nothing is contacted yet. */
export function openDispatch(first: Settings, parts: Omit<DispatchDeps, 'channels' | 'settings'>) {
  const { em, notify, publicUrl, retryPollMs, firstDelayMs } = first;
  const instance = em && new URL(em.url).host;
  const channelsOf = ({ notify: given, proxy }: Ways) => createChannels(given, { proxy, instance });
  const heartbeatOf = ({ notify: { heartbeat, ca }, proxy }: Ways) =>
    heartbeat && createHeartbeat(heartbeat, { ca, proxy });

  const channels = channelsOf(first).map(replaceable);
  const sign = heartbeatOf(first);
  const heartbeat = sign && replaceableHeartbeat(sign);
  const { events, quiet } = notify;
  const settings = { events, quiet, site: publicUrl, storePollMs: retryPollMs, firstDelayMs };
  return {
    channels,
    heartbeat,
    dispatch: new Dispatch({ ...parts, channels, settings }),
    /** Takes up addresses, secrets, authorities and the proxy of what there is; other channels need another start. */
    reload(next: Ways): void {
      for (const each of channelsOf(next)) channels.find(({ name }) => name === each.name)?.replace(each);
      const renewed = heartbeatOf(next);
      if (renewed !== null) heartbeat?.replace(renewed);
    },
  };
}
