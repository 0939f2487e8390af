import { onPreferences, preferences } from '#lib/preferences.ts';

/** Writes the chosen theme on the document; without a choice the system decides. */
export function followTheme(): void {
  const apply = () => {
    const { theme } = preferences();
    if (theme === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.dataset.theme = theme;
  };
  apply();
  onPreferences(apply);
}
