import { expect, test } from 'vitest';
import { ApiError } from '#api/api-error.ts';
import { failureOf, wallQuery } from './queries.ts';

function refused(status: number): ApiError {
  return new ApiError({ kind: 'unreadable', status });
}

test('a refusal ends the wall, an error of the desk does not', () => {
  expect([401, 403, 404, 500, 503].map((status) => failureOf(refused(status)))).toEqual([
    'ended',
    'ended',
    'error',
    'error',
    'error',
  ]);
});

test('no answer, a broken connection and a question given up are all silence', () => {
  expect(failureOf(new ApiError({ kind: 'network', timedOut: false }))).toBe('silent');
  expect(failureOf(new DOMException('given up', 'TimeoutError'))).toBe('silent');
  expect(failureOf(null)).toBeNull();
});

test('the wall asks in the background, without network and after errors', () => {
  expect(wallQuery()).toMatchObject({ refetchIntervalInBackground: true, networkMode: 'always', retry: false });
});
