import { setImmediate as nextTurn } from 'node:timers/promises';
import { typeFor } from '#negotiate.ts';
import type { Turns } from '#store/turns.ts';

/** A column of a table and what it holds of a row. */
export type CsvColumn<Row> = { name: string; cell: (row: Row) => string | number | null };

/**
 * How a table is written: `csv` for scripts (RFC 4180, UTF-8 without a byte order mark), `spreadsheet` as Excel opens it by a
 * double-click whatever its language: UTF-16 with its mark, and tabs, which mean the same where a comma is a decimal point.
 */
export type CsvForm = 'csv' | 'spreadsheet';

const types: Record<CsvForm, string> = {
  csv: 'text/csv; charset=utf-8',
  spreadsheet: 'text/tab-separated-values; charset=utf-16le',
};

/** The media types of tables. */
export const tableTypes = ['text/csv', 'text/tab-separated-values'] as const;

/** The form that an Accept header prefers; null for JSON. */
export function csvForm(accept: string | undefined): CsvForm | null {
  const type = typeFor(accept, ['application/json', ...tableTypes]);
  if (type === 'text/tab-separated-values') return 'spreadsheet';
  return type === 'text/csv' ? 'csv' : null;
}

/**
 * The answer with these rows, page by page, as a file that is named after its contents and the day in UTC. `exports`: a page is
 * read and written in one turn, so that of all exports in progress one page is made at a time.
 */
export function csvAnswer<Row>(
  form: CsvForm,
  { name, now, exports }: { name: string; now: number; exports: Turns },
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
) {
  return {
    status: 200,
    headers: {
      'content-disposition': `attachment; filename="${name}-${new Date(now).toISOString().slice(0, 10)}.csv"`,
    },
    contentType: types[form],
    body: pieces<Row, string | Uint8Array>(
      exports,
      pages,
      form === 'csv' ? csvWriter(columns) : spreadsheetWriter(columns),
    ),
  };
}

/** The first piece comes with the first page: an export that cannot be read at all is refused before anything is sent. */
async function* pieces<Row, Piece>(
  exports: Turns,
  pages: AsyncIterable<readonly Row[]>,
  write: (rows: readonly Row[]) => Piece,
): AsyncGenerator<Piece> {
  const iterator = pages[Symbol.asyncIterator]();
  try {
    for (;;) {
      const giveBack = await exports.take();
      let piece: Piece;
      try {
        // Everything else that waits for this process comes first.
        await nextTurn();
        const page = await iterator.next();
        if (page.done) return;
        piece = write(page.value);
      } finally {
        giveBack();
      }
      yield piece;
    }
  } finally {
    await iterator.return?.();
  }
}

function csvWriter<Row>(columns: readonly CsvColumn<Row>[]): (rows: readonly Row[]) => string {
  let head = `${columns.map(({ name }) => name).join(',')}\r\n`;
  return (rows) => {
    const text = head + toLines(columns, rows, ',', harmless);
    head = '';
    return text;
  };
}

function spreadsheetWriter<Row>(columns: readonly CsvColumn<Row>[]): (rows: readonly Row[]) => Uint8Array {
  let head = `\ufeff${columns.map(({ name }) => name).join('\t')}\r\n`;
  return (rows) => {
    const bytes = Buffer.from(head + toLines(columns, rows, '\t', asText), 'utf16le');
    head = '';
    return bytes;
  };
}

function toLines<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
  separator: string,
  made: (text: string) => string,
): string {
  const lineOf = (row: Row) => columns.map(({ cell }) => quote(cell(row), made)).join(separator);
  return rows.map((row) => `${lineOf(row)}\r\n`).join('');
}

function quote(value: string | number | null, made: (text: string) => string): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(value) : made(value);
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The beginning of a formula, in any width, and the dashes that some programs treat as a minus. */
const formulaSigns = /^[=+\-@\u2010-\u2015\u2212]/;
/** Blanks, controls and marks that are not seen, which programs pass over, and quotes, which they take away. */
const unseen = /^["\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\s]+/u;

/**
 * The beginning of a new cell inside a quoted one: `;` separates lists in most of Europe, and a program that reads the
 * file with another separator ignores quotes in the middle of a cell, and lines as well.
 */
const separators = /([;\t\r\n\u0085\u2028\u2029])/;

function isFormula(text: string): boolean {
  if (/^[A-Za-z0-9(]/.test(text)) return false;
  const begins = text.slice(0, 200).normalize('NFKC').replace(unseen, '');
  return formulaSigns.test(begins) || (begins === '' && text.length > 200);
}

/** Text that a spreadsheet would take for a formula starts with an apostrophe: the cell, and each part that may become one. */
function harmless(text: string): string {
  const safe = text
    .split(separators)
    .map((part) => (isFormula(part) ? `'${part}` : part))
    .join('');
  return /^[\t\r\n]/.test(safe) ? `'${safe}` : safe;
}

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
/**
 * Texts that Excel turns into a number, a date or a time and then shows as something else: `0042`, `1-2`, `3e5`,
 * `12:30`, `Mar 3`.
 */
const notAsWritten = new RegExp(
  `^\\s*(?:0\\d+|\\d{16,}|[\\d.,]*\\d[.,/:-][\\d.,/: -]*(?:[ap]m)?|\\d+(?:[.,]\\d+)?e[+-]?\\d+|\\d{1,2}[ ./-]?${month}[ ./-]?\\d*|${month}[ ./-]?\\d{1,4})\\s*$`,
  'i',
);

/** The same, and text stays text. */
function asText(text: string): string {
  const safe = harmless(text);
  return notAsWritten.test(text) && safe === text ? `'${text}` : safe;
}
