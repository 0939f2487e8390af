import { expect, test } from 'vitest';
import { ageRequest, readAgeFilter } from './age-filter.ts';

const requested = (search: string) => ageRequest(readAgeFilter(new URLSearchParams(search)));

test('the address chooses an age, none or not known, and a page; anything else is all', () => {
  expect(requested('older=7')).toEqual({ olderThanDays: '7' });
  expect(requested('older=none')).toEqual({ backup: 'none' });
  expect(requested('older=unknown&cursor=1+2+a')).toEqual({ backup: 'unknown', cursor: '1 2 a' });
  expect(requested('')).toEqual({});
  expect(requested('older=8')).toEqual({});
  expect(requested('older=good')).toEqual({});
});
