/** The texts of the app that several features share. */
export { english as words } from './words-english.ts';
