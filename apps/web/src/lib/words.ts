/** The texts of the app that several features share. */
export * as words from './words-english.ts';
