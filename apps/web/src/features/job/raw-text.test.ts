import { expect, test } from 'vitest';
import { indented } from './raw-text.ts';

test('JSON is indented for reading', () => {
  expect(indented('{"Name":"Oracle","Links":[]}')).toBe('{\n  "Name": "Oracle",\n  "Links": []\n}');
});

test('a body that is no JSON is shown as it came', () => {
  expect(indented('<Error Message="no" />')).toBe('<Error Message="no" />');
});
