import { expect, test } from 'vitest';
import { memoByObject, memoByVersion } from './memo.ts';

test('the value of an object is made once, also where it is undefined', () => {
  const made: number[] = [];
  const of = memoByObject(({ n }: { n: number }) => {
    made.push(n);
    return n === 1 ? undefined : n;
  });
  const [one, two] = [{ n: 1 }, { n: 2 }];
  expect([of(one), of(two), of(one), of(two)]).toEqual([undefined, 2, undefined, 2]);
  expect(made).toEqual([1, 2]);
});

test('the value of a version is made once for all callers, and again after a failure', async () => {
  let [version, fails, made] = [1, false, 0];
  const value = memoByVersion(
    () => version,
    async () => {
      made += 1;
      if (fails) throw new Error('away');
      return version;
    },
  );
  expect(await Promise.all([value(), value()])).toEqual([1, 1]);
  expect(made).toBe(1);
  [version, fails] = [2, true];
  await expect(value()).rejects.toThrow('away');
  fails = false;
  expect(await value()).toBe(2);
  expect(made).toBe(3);
});
