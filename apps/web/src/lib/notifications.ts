/** Whether this browser shows notifications of this site: `default` until the person has been asked. */
export type NotificationState = 'unsupported' | NotificationPermission;

const listeners = new Set<() => void>();
/** Browsers of phones have the class, and throw where it is used without a service worker. */
let hasThrown = false;

function publish(): void {
  for (const listener of listeners) listener();
}

export function notificationState(): NotificationState {
  if (hasThrown || !window.isSecureContext || !('Notification' in window)) return 'unsupported';
  return Notification.permission;
}

/** Follows what the person allows in the settings of the browser, where it reports that. */
export function onNotificationState(listener: () => void): () => void {
  listeners.add(listener);
  let status: PermissionStatus | null = null;
  navigator.permissions?.query({ name: 'notifications' }).then(
    (found) => {
      if (!listeners.has(listener)) return;
      status = found;
      status.addEventListener('change', listener);
    },
    () => undefined,
  );
  return () => {
    listeners.delete(listener);
    status?.removeEventListener('change', listener);
  };
}

/** Asks the person, who must just have clicked. */
export async function requestNotifications(): Promise<NotificationState> {
  await Notification.requestPermission();
  publish();
  return notificationState();
}

/** Shows a notification; one of the same text, from another tab, is replaced by it. */
export function showNotification(title: string, body: string, onClick?: () => void): void {
  if (notificationState() !== 'granted') return;
  try {
    const shown = new Notification(title, { body, tag: title });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
      onClick?.();
    });
  } catch {
    hasThrown = true;
    publish();
  }
}
