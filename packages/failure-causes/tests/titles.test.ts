import { expect, test } from 'vitest';
import { type Cause, causeOf, knownNames, withoutAccounts } from '../src/index.ts';
import { messages, namesInMessages, variantsOf } from './messages.ts';
import { moreMessages } from './more-messages.ts';

const names = knownNames(namesInMessages);
const all = [...messages, ...moreMessages.map((text, at) => ({ id: String(1000 + at), family: '', text }))];
/** The causes of all messages; with a code that no known cause allows, those of the table are written by their sentences, too. */
const causes: Cause[] = all
  .flatMap(variantsOf)
  .flatMap((reason) => [reason, `${reason}\nCode: 0x80099999`].map((text) => causeOf(text, names)))
  .filter(({ family }) => family !== 'says-nothing');

test.each([
  ['a gap with a full stop', /…\./],
  ['two gaps side by side', /…\s*…/],
  ['a gap in brackets or quotes of its own', /[[({"'“„«]…[\])}"'”“»]/],
  ['brackets or quotes around nothing', /\[\s*\]|\(\s*\)|\{\s*\}|""|“”|„“/],
  ['a blank before a sign or within brackets', /\s[.,:;!?](\s|$)|[([{]\s|\s[\])}]/],
  ['signs that follow each other', /[.,:;!?][.,:;](\s|$)/],
  ['two blanks, or one at an end', /\s\s|^\s|\s$/],
  ['a sign at the end that needs something behind it', /[.,:;]$/],
  ['a sign at the beginning', /^[…\s.,:;\])}]/],
  ['half a character', /\p{Surrogate}|\ufffd/u],
])('no title of a cause shows %s', (_, odd) => {
  expect([...new Set(causes.map(({ title }) => title).filter((title) => odd.test(title)))]).toEqual([]);
});

test('every bracket and quote in a title has its other half, unless the title is cut short', () => {
  for (const { title } of causes.filter((cause) => !cause.title.includes('…') || !/\S…( \(|$)/.test(cause.title))) {
    const count = (sign: string) => title.split(sign).length - 1;
    for (const pair of ['[]', '()', '{}', '«»']) expect(count(pair.charAt(0)), title).toBe(count(pair.charAt(1)));
    expect(count('"') % 2, title).toBe(0);
  }
});

test('two causes never have one title, and none is longer than a line', () => {
  const keys = new Map<string, string>();
  for (const { key, title } of causes) {
    expect(keys.get(title) ?? key, title).toBe(key);
    keys.set(title, key);
    expect(title.length).toBeLessThanOrEqual(160);
  }
});

test.each([
  [
    'failed to write data to the file [\\\\nas\\a.vib]. The specified network name is no longer available.',
    'Failed to write data to the file … The specified network name is no longer available',
  ],
  [
    'Cannot open "C:\\a.log" ("D:\\b.log"). It is locked by 10.0.0.1: try later:',
    'Cannot open … It is locked by …: try later',
  ],
  ['The agent stopped (10.0.0.1', 'The agent stopped …'],
  ["The host's file 'C:\\a.log' is locked", "The host's file … is locked"],
  ['step one went wrong; step two went wrong', 'Step one went wrong; step two went wrong'],
  ['The thumbprint was expected to be\n1a2b3c4d5e6f, got\n6f5e4d3c2b1a', 'The thumbprint was expected to be …, got …'],
  ['Disk \u202ecnaniF\u202c is full', 'Disk cnaniF is full'],
  ['The call failed, error no. 53', 'The call failed, error no (53)'],
  ['Cannot start the service for user anna. Sign in first', 'Cannot start the service for user … Sign in first'],
])('the title of %j is its sentences on one line', (reason, title) => {
  expect(causeOf(reason).title).toBe(title);
});

test('a long title ends with a whole word, and shows the codes behind it', () => {
  const reason = `Cannot ${'very '.repeat(60)}well open [it]. Code: 0x80070005`;
  expect(causeOf(reason).title).toMatch(/^Cannot (very )+very… \(0x80070005\)$/);
  expect(causeOf(`Cannot open ${'🙂'.repeat(200)}`).title).toBe('Cannot open…');
  expect(causeOf(`${'名'.repeat(99)}${'🙂'.repeat(99)}`).title.isWellFormed()).toBe(true);
});

test('a masked account at the end of a sentence takes the full stop with it', () => {
  expect(withoutAccounts('Cannot sign in for user anna. Try later')).toBe('Cannot sign in for user … Try later');
});
