/** A column of a CSV and what it holds of a row. */
export type CsvColumn<Row> = { name: string; cell: (row: Row) => string | number | null };

/** Rows as CSV (RFC 4180). A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ cell }) => quote(cell(row))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function quote(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
