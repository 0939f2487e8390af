import { partWords } from '#lib/words-print.ts';

/** On paper alone: that a list is longer than what is printed. */
export function PrintedPart(part: Parameters<typeof partWords>[0]) {
  const text = partWords(part);
  return text && <p className="hidden px-5 py-2 print:block">{text}</p>;
}
