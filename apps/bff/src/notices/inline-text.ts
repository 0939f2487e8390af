/** Letters and marks that change the direction of the text around them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * A text of elsewhere (a name, a reason, a note) on one line: without control characters and half surrogate pairs, cut
 * between characters, and unable to turn the direction of the text around it.
 */
export function inline(text: string, most = 200): string {
  const marks = text.replace(directionMarks, '');
  const line = marks
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const characters = [...line];
  const short = characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : line;
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}

/** A moment of a notice for people, whose time zones are not known: `2026-01-31 04:12 UTC`. */
export function momentWords(moment: string): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 16)} UTC`;
}
