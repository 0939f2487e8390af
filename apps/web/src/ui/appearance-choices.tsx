import { setPreferences } from '#lib/preferences.ts';
import { words } from '#lib/words.ts';
import { Choice } from './choice.tsx';
import { usePreferences } from './use-preferences.ts';

const shell = words.shell;
const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, text: shell.themes[value] }));
const zones = (['local', 'utc'] as const).map((value) => ({ value, text: shell.zones[value] }));

/** The settings of this browser: theme and the zone of times. */
export function AppearanceChoices({ className }: { className: string }) {
  const { theme, zone } = usePreferences();
  return (
    <div className={className}>
      <Choice
        label={shell.theme}
        value={theme}
        options={themes}
        onChange={(value) => setPreferences({ theme: value })}
      />
      <Choice label={shell.times} value={zone} options={zones} onChange={(value) => setPreferences({ zone: value })} />
    </div>
  );
}
