/** Scripts that run from right to left, and signs that turn what follows. */
const turns = /[\p{Bidi_Control}\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
/** An end of an isolate inside of ours would end it. */
const isolates = /[\u2066-\u2069]/g;

/** Foreign text inside a line of plain text: it neither breaks that line nor turns what stands beside it. */
export function inLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return turns.test(line) ? `\u2068${line.replaceAll(isolates, '')}\u2069` : line;
}
