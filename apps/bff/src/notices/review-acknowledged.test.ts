import { expect, test } from 'vitest';
import { failed, many, play, recovered } from '../../tests/played-rules.ts';
import type { Situation } from './situation.ts';

const all = many(12);
const known = (...numbers: number[]) => new Set(numbers.map((number) => `nas-${number}`));
const first = [
  { at: 0, candidates: all },
  { at: 1, candidates: all },
];
const announced = ['failed:nas:srv12 firing 1: 12'];
const allKnown = new Set(all.map(({ jobId }) => jobId));
const added = (count: number) => [...all, ...many(count, 'more').map((job) => ({ ...job, key: 'failed:nas:srv12' }))];

test('no acknowledged job is announced, and the end of one is where it was announced before', () => {
  expect(
    play([
      { at: 0, candidates: many(1), acknowledged: known(0) },
      { at: 9, candidates: many(1), acknowledged: known(0) },
    ]),
  ).toEqual([[], []]);
  expect(
    play([
      { at: 0, candidates: many(1) },
      { at: 1, candidates: many(1) },
      { at: 60, candidates: [failed('nas-0'), failed('nas-9')], acknowledged: known(0, 9) },
      { at: 70, endOf: () => recovered },
    ]).flat(),
  ).toEqual(['failed:nas:srv12 firing 1: 1', 'failed:nas:srv12 resolved 2: 0 nas-0 recovered']);
});

test('one that is acknowledged before it was announced is counted apart, and announced when that ends', () => {
  expect(
    play([
      { at: 0, candidates: many(2) },
      { at: 0.5, candidates: many(2), acknowledged: known(0) },
      { at: 1, candidates: many(2), acknowledged: known(0) },
      { at: 30, candidates: many(2) },
    ]).flat(),
  ).toEqual(['failed:nas:srv12 firing 1: 1 and 1 acknowledged', 'failed:nas:srv12 firing 2: 2']);
});

test('one that is no candidate for the moment is not announced either', () => {
  expect(
    play([
      { at: 0, candidates: many(1) },
      { at: 1, candidates: [], acknowledged: known(0) },
      { at: 9, candidates: [], acknowledged: known(0) },
    ]).flat(),
  ).toEqual([]);
});

test('an update lists and counts the others', () => {
  expect(play([...first, { at: 30, candidates: added(4), acknowledged: known(0, 1, 2, 3, 4, 5, 6) }]).flat()).toEqual([
    ...announced,
    'failed:nas:srv12 firing 2: 9 and 7 acknowledged',
  ]);
});

test('neither an acknowledgement nor its end makes an update, however many there are', () => {
  expect(
    play([
      ...first,
      { at: 30, candidates: all, acknowledged: known(0, 1, 2, 3, 4, 5, 6, 7, 8) },
      { at: 60, candidates: all, acknowledged: allKnown },
      { at: 90, candidates: all },
      { at: 120, candidates: all, acknowledged: known(3) },
    ]).flat(),
  ).toEqual(announced);
});

test('nothing is announced where nobody else is left, and of what joins them after that the first one is', () => {
  const left = all.slice(0, 6);
  const endOf: Situation['endOf'] = () => recovered;
  expect(
    play([
      ...first,
      { at: 30, candidates: left, acknowledged: allKnown, endOf },
      { at: 60, candidates: left, endOf },
      { at: 90, candidates: [...left, ...added(1).slice(12)], acknowledged: allKnown, endOf },
      { at: 120, candidates: [...left, ...added(1).slice(12)], acknowledged: allKnown, endOf },
    ]).map((lines) => lines.map((line) => line.replaceAll(/ nas-\d+ recovered/g, ' …'))),
  ).toEqual([[], announced, [], [], [`failed:nas:srv12 firing 2: 1 and 6 acknowledged${' …'.repeat(6)}`], []]);
});

test('the notice that resolves accounts for all of them', () => {
  const [, , resolved = []] = play([...first, { at: 30, acknowledged: known(0, 1), endOf: () => recovered }]);
  expect(resolved.join().match(/nas-\d+ recovered/g)).toHaveLength(12);
});
