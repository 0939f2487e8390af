import type { Notice } from '@retry-desk/contract';
import { noticeParts } from './notice-parts.ts';

/** A notice as plain text: subject, facts, jobs with their links, and the page that shows it. */
export function plainText(notice: Notice): string {
  const { facts, jobs, lines, link, more, subject } = noticeParts(notice);
  const blocks = [
    [subject],
    lines,
    facts.map(
      ({ label, link: address, value }) => `${label}: ${value}${address === undefined ? '' : `\n  ${address}`}`,
    ),
    ...jobs.map(({ details, name, url }) => [`* ${name}`, ...details.map((detail) => `  ${detail}`), `  ${url}`]),
    more === null ? [] : [more],
    [`${link.label}: ${link.url}`],
  ];
  const texts = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** Addresses of the web alone become links. */
function anchor(url: string, label: string): string {
  if (!/^https?:\/\//.test(url)) return escaped(label);
  return `<a href="${escaped(url)}" style="color:#0b5cad">${escaped(label)}</a>`;
}

const font =
  'font-family:Segoe UI,Arial,sans-serif;font-size:14px;line-height:20px;color:#1b1b1b;overflow-wrap:anywhere';
const dim = `${font};color:#555555`;

function row(cells: readonly string[], style: string): string {
  const columns = cells.map((cell) => `<td valign="top" style="${style};padding:4px 12px 4px 0">${cell}</td>`);
  return `<tr>${columns.join('')}</tr>`;
}

function table(rows: readonly string[]): string {
  if (rows.length === 0) return '';
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0">${rows.join('\n')}</table>`;
}

/** A notice as HTML of tables and inline styles alone, which every mail program draws. Nothing is fetched. */
export function html(notice: Notice): string {
  const { facts, jobs, lines, link, more, subject } = noticeParts(notice);
  const factRows = facts.map(({ label, link: address, value }) =>
    row(
      [`<b>${label}</b>`, `${escaped(value)}${address === undefined ? '' : `<br>${anchor(address, address)}`}`],
      font,
    ),
  );
  const jobRows = jobs.map(({ details, name, url }) =>
    row([`<b>${anchor(url, name)}</b>${details.map((detail) => `<br>${escaped(detail)}`).join('')}`], font),
  );
  const parts = [
    table([row([`<b style="font-size:18px;line-height:24px">${escaped(subject)}</b>`], font)]),
    table(lines.map((line) => row([escaped(line)], font))),
    table(factRows),
    table([...jobRows, ...(more === null ? [] : [row([more], dim)])]),
    table([row([anchor(link.url, link.label)], font)]),
  ];
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:16px;background-color:#ffffff">
${parts.filter((part) => part !== '').join('\n')}
</body></html>
`;
}
