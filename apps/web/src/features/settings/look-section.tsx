import { setPreferences } from '#lib/preferences.ts';
import { words as catalogue } from '#lib/words.ts';
import { Choice } from '#ui/choice.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { settingsWords as words } from './words.ts';

const { shell } = catalogue;
const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, text: shell.themes[value] }));
const zones = (['local', 'utc'] as const).map((value) => ({ value, text: shell.zones[value] }));

/** What this browser shows: theme and the zone of times. */
export function LookSection() {
  const { theme, zone } = usePreferences();
  return (
    <section aria-labelledby="settings-look">
      <h2 id="settings-look">{words.look}</h2>
      <div className="settings-look">
        <Choice
          label={shell.theme}
          value={theme}
          options={themes}
          onChange={(value) => setPreferences({ theme: value })}
        />
        <Choice
          label={shell.times}
          value={zone}
          options={zones}
          onChange={(value) => setPreferences({ zone: value })}
        />
      </div>
    </section>
  );
}
