import { expect, test } from 'vitest';
import { Collection } from './collection.ts';

const MINUTE = 60_000;
const NINE = Date.UTC(2026, 2, 11, 9);

test('without an interval everything is known at once', () => {
  expect(new Collection(0, 1).knownUntil('a', NINE + 1)).toBe(NINE + 1);
});

test('only without an interval everything is known as it happens', () => {
  expect([0, 15].map((minutes) => new Collection(minutes, 1).isImmediate)).toEqual([true, false]);
});

test('the known state is as old as the last collection', () => {
  const collection = new Collection(15, 1);
  const known = [0, 1, 15 * MINUTE - 1, 15 * MINUTE, 44 * MINUTE].map((after) =>
    collection.knownUntil('a', NINE + after),
  );
  expect(known.map((at) => (at - NINE) / MINUTE)).toEqual([0, 0, 0, 15, 30]);
});

test('a collection on request counts from its end on, for its backup server alone', () => {
  const collection = new Collection(15, 1);
  collection.collectAt('a', NINE + 4 * MINUTE);
  expect(collection.knownUntil('a', NINE + 3 * MINUTE)).toBe(NINE);
  expect(collection.knownUntil('a', NINE + 4 * MINUTE)).toBe(NINE + 4 * MINUTE);
  expect(collection.knownUntil('a', NINE + 9 * MINUTE)).toBe(NINE + 4 * MINUTE);
  expect(collection.knownUntil('b', NINE + 9 * MINUTE)).toBe(NINE);
  expect(collection.knownUntil('a', NINE + 16 * MINUTE)).toBe(NINE + 15 * MINUTE);
});

test('a faster world collects more often', () => {
  const collection = new Collection(15, 15);
  expect(collection.knownUntil('a', NINE + 90_000)).toBe(NINE + MINUTE);
});

test('the interval can change', () => {
  const collection = new Collection(15, 1);
  collection.setMinutes(5);
  expect(collection.knownUntil('a', NINE + 7 * MINUTE)).toBe(NINE + 5 * MINUTE);
  collection.setMinutes(0);
  expect(collection.knownUntil('a', NINE + 7 * MINUTE)).toBe(NINE + 7 * MINUTE);
});

test('a second request takes nothing away that the first one has brought', () => {
  const collection = new Collection(15, 1);
  collection.collectAt('a', NINE + 4 * MINUTE);
  collection.collectAt('a', NINE + 7 * MINUTE);
  const known = [3, 5, 6, 8].map((after) => collection.knownUntil('a', NINE + after * MINUTE));
  expect(known.map((at) => (at - NINE) / MINUTE)).toEqual([0, 4, 4, 7]);
});

test('the data of a request come some time after its task has ended', () => {
  const times = { begunAt: NINE, finishedAt: NINE + 1500 };
  expect(new Collection(15, 1).arrivalOf(times)).toBe(NINE + 3000);
  expect(new Collection(15, 1, { lateness: 0 }).arrivalOf(times)).toBe(NINE + 1500);
  expect(new Collection(15, 1, { lateness: 60_000 }).arrivalOf(times)).toBe(NINE + 61_500);
});
