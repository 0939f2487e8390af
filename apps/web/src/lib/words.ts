import { english } from './words-english.ts';

/** Every language has exactly the texts of English. */
export type Words = typeof english;

const catalogues = { en: english } satisfies Record<string, Words>;

/** The texts of the app. */
export const words: Words = catalogues.en;
