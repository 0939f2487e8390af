import { isolated } from '#lib/isolated.ts';
import { words } from '#lib/words.ts';

/** Names in a notification; the others are counted. */
const named = 3;

/** Texts of the notifications of the browser. */
export const notifierWords = {
  ownRetry: 'Your retry',
  newCause: (title: string) => `New cause: ${isolated(title)}`,
  newCauses: (causes: number) => `${causes} new causes of failures`,
  jobs: (names: readonly string[]) => {
    const more = names.length - named;
    return `${words.count.jobs(names.length)}: ${names.slice(0, named).map(isolated).join(', ')}${more > 0 ? ` +${more}` : ''}`;
  },
};
