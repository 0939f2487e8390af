import { AppearanceChoices } from '#ui/appearance-choices.tsx';
import { settingsWords as words } from './words.ts';

/** What this browser shows. */
export function AppearanceSection() {
  return (
    <section aria-labelledby="settings-look">
      <h2 id="settings-look">{words.look}</h2>
      <AppearanceChoices className="settings-look" />
    </section>
  );
}
