import { useSyncExternalStore } from 'react';
import { onPreferences, type Preferences, preferences } from '#lib/preferences.ts';

/** Theme and zone this person chose. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(onPreferences, preferences);
}
