import type { NotifySettings } from '#config/notify-settings.ts';
import type { ProxySettings } from '#outgoing/outgoing.ts';
import { replaceable } from './channels/channel.ts';
import { createChannels } from './channels/create-channels.ts';
import { createHeartbeat } from './channels/heartbeat.ts';
import { Dispatch, type DispatchDeps } from './dispatch.ts';

type Settings = {
  notify: NotifySettings;
  publicUrl: URL;
  retryPollMs: number;
  firstDelayMs?: number | undefined;
  proxy?: ProxySettings | undefined;
  em?: { url: string } | undefined;
};

/** The configured channels, with the outbox before them. Nothing is contacted yet. */
export function openDispatch(
  { em, notify, proxy, publicUrl, retryPollMs, firstDelayMs }: Settings,
  parts: Omit<DispatchDeps, 'channels' | 'settings'>,
) {
  const options = { proxy, instance: em && new URL(em.url).host };
  const channels = createChannels(notify, options).map(replaceable);
  const { heartbeat: check, ca, events, quiet } = notify;
  const settings = { events, quiet, site: publicUrl, storePollMs: retryPollMs, firstDelayMs };
  return {
    channels,
    heartbeat: check === null ? null : createHeartbeat(check, { ca, proxy }),
    dispatch: new Dispatch({ ...parts, channels, settings }),
    /** Takes up secrets and authorities of the channels there are; others need another start. */
    reload(next: NotifySettings): void {
      for (const made of createChannels(next, options)) channels.find(({ name }) => name === made.name)?.replace(made);
    },
  };
}
