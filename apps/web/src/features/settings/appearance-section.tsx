import { AppearanceChoices } from '#ui/appearance-choices.tsx';
import { Section } from './section.tsx';
import { settingsWords as words } from './words.ts';

/** The appearance in this browser. */
export function AppearanceSection() {
  return (
    <Section id="settings-look" title={words.look}>
      <AppearanceChoices className="grid grid-cols-[repeat(auto-fill,minmax(220px,260px))] gap-4" />
    </Section>
  );
}
