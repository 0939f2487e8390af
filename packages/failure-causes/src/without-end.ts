/** A text without these signs at its end, of which at most so many are taken off. In one pass: a pattern would backtrack. */
export function withoutEnd(text: string, signs: string, most = text.length): string {
  let end = text.length;
  while (end > text.length - most && end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
