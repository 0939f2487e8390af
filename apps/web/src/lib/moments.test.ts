import { expect, test } from 'vitest';
import { withMoments } from './moments.ts';

test.each<[string, (string | number)[]]>([
  ['', []],
  ['no moment in it', ['no moment in it']],
  ['the run of 2026-11-28T22:37:00.000Z ended', ['the run of ', Date.UTC(2026, 10, 28, 22, 37), ' ended']],
  [
    '2026-11-28T22:37:00Z and 2026-11-28T22:38:01.123456Z',
    [Date.UTC(2026, 10, 28, 22, 37), ' and ', Date.UTC(2026, 10, 28, 22, 38, 1, 123)],
  ],
  ['2026-99-99T99:99:99Z is none', ['2026-99-99T99:99:99Z', ' is none']],
])('the moments in %j are taken out', (text, parts) => {
  expect(withMoments(text)).toEqual(parts);
});
