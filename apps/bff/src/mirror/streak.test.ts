import { expect, test } from 'vitest';
import { runsOf } from '../../tests/board-samples.ts';
import { attemptsOf, streakOf } from './streak.ts';

test.each([
  ['', 0, 'no run'],
  ['S', 0, 'a good run'],
  ['SF', 1, 'one failed run'],
  ['SFFF', 3, 'failed runs in a row'],
  ['FFSF', 1, 'a success ends the row'],
  ['FWF', 1, 'a warning ends it too'],
  ['SFff', 1, 'a run and its automatic attempts count once'],
  ['SFffFff', 2, 'two runs with attempts count twice'],
  ['Ffs', 0, 'an attempt that succeeds ends the row'],
  ['FfsF', 1, 'the row begins again after it'],
  ['ff', 1, 'attempts whose first run is not known any more'],
  ['SFR', 1, 'a run in progress changes nothing yet'],
])('the streak of %s is %i: %s', (letters, streak) => {
  expect(streakOf(runsOf(letters))).toBe(streak);
});

test.each([
  ['S', 0],
  ['F', 1],
  ['Ff', 2],
  ['FFff', 3],
  ['Ffs', 0],
])('%s ends with %i failed attempts', (letters, attempts) => {
  expect(attemptsOf(runsOf(letters))).toBe(attempts);
});
