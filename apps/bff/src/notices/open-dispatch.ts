import type { NotifySettings } from '#config/notify-settings.ts';
import { createChannels } from './channels/create-channels.ts';
import { createHeartbeat } from './channels/heartbeat.ts';
import { Dispatch, type DispatchDeps } from './dispatch.ts';

type Settings = { notify: NotifySettings; publicUrl: URL; retryPollMs: number; firstDelayMs?: number | undefined };

/** The configured channels, with the outbox before them. Nothing is contacted yet. */
export function openDispatch(
  { notify, publicUrl, retryPollMs, firstDelayMs }: Settings,
  parts: Omit<DispatchDeps, 'channels' | 'settings'>,
) {
  const channels = createChannels(notify);
  const { heartbeat: check, ca, events, quiet } = notify;
  const settings = { events, quiet, site: publicUrl, storePollMs: retryPollMs, firstDelayMs };
  return {
    channels,
    heartbeat: check === null ? null : createHeartbeat(check, { ca }),
    dispatch: new Dispatch({ ...parts, channels, settings }),
  };
}
