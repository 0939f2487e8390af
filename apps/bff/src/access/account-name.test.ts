import { expect, test } from 'vitest';
import { isPlainName, personOfAccount } from './account-name.ts';

test.each([
  'TECH\\svc-desk',
  'tech/SVC-desk',
  'svc-desk@tech.local',
  'svc-desk\\',
  'svc-desk/',
  '\\svc-desk',
  ' svc-desk ',
  'svc\u200b-desk',
  's\u0301vc-desk',
  '\u015bvc-desk',
  'ｓｖｃ-desk',
  '\u202esvc-desk',
  'TECH\\svc-desk@tech.local',
  '\u017fvc-desk',
  'svc\u3164-desk',
  'svc\u115f-desk',
  'svc\ufe0f-desk',
  'svc\u{e0fff}-desk',
  'svc\ue000-desk',
  'svc\u2028-desk',
  '@svc-desk',
  'TECH\\@svc-desk',
])('%j is svc-desk', (written) => {
  expect(personOfAccount(written)).toBe('svc-desk');
});

test('other people are other people', () => {
  expect(personOfAccount('TECH\\svc-desk2')).toBe('svc-desk2');
  expect(personOfAccount('TECH\\Straße')).toBe('strasse');
});

test('a name is plain unless it holds signs that are not seen, or that look like others', () => {
  for (const name of ['TECH\\anna', 'Änna@tech.local', 'A\u0308nna', 'Ольга']) expect(isPlainName(name)).toBe(true);
  for (const name of [
    '\u202eanna',
    'an\u200bna',
    'ａnna',
    'an\nna',
    'anna\u3164',
    'an\ufe0fna',
    'an\ue000na',
    'an\u{e0fff}na',
  ])
    expect(isPlainName(name)).toBe(false);
});
