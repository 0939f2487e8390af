import { expect, test } from 'vitest';
import { createTurns } from '#store/turns.ts';
import { piecesOf } from '../tests/pieces.ts';
import { type CsvColumn, type CsvForm, csvAnswer, csvForm } from './csv.ts';

type Row = { text: string; number: number | null };
const columns: CsvColumn<Row>[] = [
  { name: 'text', cell: ({ text }) => text },
  { name: 'number', cell: ({ number }) => number },
];

async function* pagesOf(...pages: Row[][]) {
  yield* pages;
}

async function written(form: CsvForm, ...pages: Row[][]): Promise<Buffer> {
  const { body } = csvAnswer(form, { name: 'a', now: 0, exports: createTurns() }, columns, pagesOf(...pages));
  const pieces = await piecesOf<string | Uint8Array>(body);
  return Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
}

async function cell(form: CsvForm, text: string): Promise<string> {
  const bytes = await written(form, [{ text, number: 7 }]);
  const [, line = ''] = (form === 'csv' ? bytes.toString() : bytes.toString('utf16le')).split('\r\n');
  return line.slice(0, -2);
}

test('scripts get UTF-8 without a byte order mark, pages one after the other under one head', async () => {
  const rows = ['Köln', 'b', 'c'].map((text) => ({ text, number: null }));
  const bytes = await written('csv', rows.slice(0, 2), rows.slice(2));
  expect(bytes.toString('latin1').startsWith('text,number\r\n')).toBe(true);
  expect(bytes.toString()).toBe('text,number\r\nKöln,\r\nb,\r\nc,\r\n');
});

test('a spreadsheet gets UTF-16 with its mark, and tabs', async () => {
  const bytes = await written('spreadsheet', [{ text: 'Bürorechner; Köln, „Ärzte"', number: 2 }]);
  expect([...bytes.subarray(0, 4)]).toEqual([0xff, 0xfe, 't'.charCodeAt(0), 0]);
  expect(bytes.toString('utf16le')).toBe('\ufefftext\tnumber\r\n"Bürorechner; Köln, „Ärzte"""\t2\r\n');
});

test('a file is named after what it holds and the day in UTC', () => {
  const now = Date.parse('2026-11-23T23:59:59Z');
  const { headers } = csvAnswer('csv', { name: 'audit', now, exports: createTurns() }, columns, pagesOf());
  expect(headers).toEqual({ 'content-disposition': 'attachment; filename="audit-2026-11-23.csv"' });
});

test('a table without rows has its head', async () => {
  expect((await written('csv', [])).toString()).toBe('text,number\r\n');
});

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t1',
  '\r1',
  '\n1',
  ' =1',
  '\u00a0=1',
  '\u3000=1',
  '\u200b=1',
  '\u3164=1',
  '\ufe0f=1',
  '\ufeff=1',
  '\u0000=1',
  '\uff1d1+1',
  '\uff0b1',
  '\uff0d1',
  '\uff20SUM(A1)',
  ' \uff1d1',
  '\ufe66' + '1',
  '\ufe62' + '1',
  '\ufe63' + '1',
  '\ufe6b' + 'A',
  '\u207c1',
  '\u22121',
  `${' '.repeat(300)}=1`,
])('%j is no formula, in either form', async (text) => {
  const quoted = `"'${text.replaceAll('"', '""')}"`;
  expect((await written('csv', [{ text, number: 7 }])).toString()).toContain(`${quoted},7`);
  expect((await written('spreadsheet', [{ text, number: 7 }])).toString('utf16le')).toContain(`${quoted}\t7`);
});

test.each([
  ['a;=1+1', "a;'=1+1"],
  [';=1', ";'=1"],
  ['a; +1', "a;' +1"],
  ['a;\uff1d1', "a;'\uff1d1"],
  ['a;b;\uff0b1', "a;b;'\uff0b1"],
  ['a;\u3000\uff0d1', "a;'\u3000\uff0d1"],
  ['a;\uff20SUM(A1)', "a;'\uff20SUM(A1)"],
  ['a;"=1+1"', 'a;\'"=1+1"'],
  ['a;\u0000=1', "a;'\u0000=1"],
  ['a\t=1', "a\t'=1"],
  ['a\r=1', "a\r'=1"],
  ['a\n=1', "a\n'=1"],
  ['\t=1', "'\t'=1"],
  ['\r=1', "'\r'=1"],
  [`a;${' '.repeat(300)}=1`, `a;'${' '.repeat(300)}=1`],
])('%j is no formula where a list separator, a tab or a line begins a cell', async (text, safe) => {
  const quoted = `"${safe.replaceAll('"', '""')}"`;
  expect((await written('csv', [{ text, number: 7 }])).toString()).toContain(`${quoted},7`);
  expect((await written('spreadsheet', [{ text, number: 7 }])).toString('utf16le')).toContain(`${quoted}\t7`);
});

test.each(['Oracle Backup', 'TECH\\anna', '10.0.0.5', '2026-11-28T04:30:00.000Z', 'Ärzte', '（1）', '', '0042', '1-2'])(
  '%j is left as it is for scripts',
  async (text) => expect(await cell('csv', text)).toBe(text),
);

test.each([
  '0042',
  '1-2',
  '1/2',
  '28.11.2026',
  '2026-11-28',
  '12:30',
  '3e5',
  '1.10',
  '1,5',
  '12345678901234567',
  'Mar 3',
  '3-Mar',
  'MAR26',
])('a spreadsheet makes nothing else of %j', async (text) =>
  expect(await cell('spreadsheet', text)).toBe(`"'${text}"`),
);

test.each([
  '42',
  'Oracle 1-2',
  '2026-11-28T04:30:00.000Z',
  'March of the servers',
  '0192f0c1-2345-7abc-8def-000000000001',
])('%j stays as it is in a spreadsheet', async (text) => expect(await cell('spreadsheet', text)).toBe(text));

test('the form is the one that the client prefers', () => {
  expect([
    csvForm('text/csv'),
    csvForm('text/tab-separated-values'),
    csvForm('application/json'),
    csvForm(undefined),
  ]).toEqual(['csv', 'spreadsheet', null, null]);
});
