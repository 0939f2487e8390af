import { useState } from 'react';
import { type NotificationChoices, setNotificationChoices } from '#lib/notification-choices.ts';
import { requestNotifications, showNotification } from '#lib/notifications.ts';
import { StateMark } from '#ui/state-mark.tsx';
import { useNotifications } from '#ui/use-notifications.ts';
import { Paragraph } from '../section.tsx';
import { browserWords as words } from './browser-words.ts';

const kinds = ['retries', 'causes'] as const;

/** Which events this browser notifies of. Asks for the permission when somebody switches one on, and not before. */
export function BrowserNotifications() {
  const { choices, state } = useNotifications();
  const [isAsking, setAsking] = useState(false);
  const isOn = (kind: keyof NotificationChoices) => choices[kind] && state === 'granted';

  async function set(kind: keyof NotificationChoices, on: boolean) {
    if (!on) {
      setNotificationChoices({ [kind]: false });
      return;
    }
    setAsking(true);
    // A choice from before the permission was taken back is not switched on along with this one.
    const others = state === 'granted' ? {} : { retries: false, causes: false };
    const allowed = (await requestNotifications()) === 'granted';
    setAsking(false);
    setNotificationChoices({ ...others, [kind]: allowed });
    if (allowed) showNotification(words.on, words.kinds[kind]);
  }
  const isOff = state === 'unsupported' || state === 'denied';
  return (
    <>
      <Paragraph muted>{words.help}</Paragraph>
      {isOff && (
        <p role="status" className="mb-2 flex max-w-[76ch] items-baseline gap-2">
          <StateMark state="unknown" />
          {words.off[state]}
        </p>
      )}
      <fieldset className="m-0 grid gap-1.5 border-0 p-0">
        <legend className="sr-only">{words.title}</legend>
        {kinds.map((kind) => (
          <label key={kind} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={isOn(kind)}
              disabled={isOff || isAsking}
              onChange={(event) => void set(kind, event.target.checked)}
            />
            {words.kinds[kind]}
          </label>
        ))}
      </fieldset>
      {isAsking && <p className="mt-2 text-muted">{words.asking}</p>}
    </>
  );
}
