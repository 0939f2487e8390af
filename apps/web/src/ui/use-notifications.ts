import { useSyncExternalStore } from 'react';
import { type NotificationChoices, notificationChoices, onNotificationChoices } from '#lib/notification-choices.ts';
import { type NotificationState, notificationState, onNotificationState } from '#lib/notifications.ts';

/** The notifications a person chose in this browser, and whether it shows any. */
export function useNotifications(): { choices: NotificationChoices; state: NotificationState } {
  const choices = useSyncExternalStore(onNotificationChoices, notificationChoices);
  const state = useSyncExternalStore(onNotificationState, notificationState);
  return { choices, state };
}
