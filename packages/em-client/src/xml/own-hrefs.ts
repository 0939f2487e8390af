import { checkedText } from './parse.ts';

const isHref = /^(?:.*:)?href$/i;
const reference = /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;', "'": '&apos;' };
/** Blanks are tried from their first one only: from each of them, a long row of them would take the square of its length. */
const foreignEncoding = /^(<\?xml[^>]*?)(?<!\s)\s+encoding\s*=\s*(["'])(?!utf-8\2)[^"']*\2/i;

function decoded(value: string): string {
  return value.replace(reference, (written, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? written;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}

/**
 * One document as text, with what `own` makes of each Href's decoded value in its place; everything else stays as it was
 * written. Throws UnreadableXml as `parseXml` does.
 */
export function withOwnHrefs(bytes: Uint8Array, own: (href: string) => string): string {
  const places: { from: number; to: number }[] = [];
  const text = checkedText(bytes, (name, from, to) => {
    if (isHref.test(name)) places.push({ from, to });
  });
  let written = '';
  let done = 0;
  for (const { from, to } of places) {
    const href = decoded(text.slice(from, to));
    const ours = own(href);
    if (ours === href) continue;
    written += text.slice(done, from) + ours.replace(/[&<"']/g, (mark) => marks[mark] ?? mark);
    done = to;
  }
  // It goes on as UTF-8, whatever it came in.
  return (written + text.slice(done)).replace(foreignEncoding, '$1');
}
