import { describe, expect, test } from 'vitest';
import type { Run } from './records.ts';
import { machineMomentOf, momentOf } from './run-state.ts';

const START = 1_000_000;
const run: Run = {
  id: 'r',
  jobId: 'j',
  number: 0,
  start: START,
  end: START + 1000,
  result: 'failed',
  isRetry: false,
  machines: [
    { machine: 'a', place: 0, result: 'success', reason: '' },
    { machine: 'b', place: 3, result: 'failed', reason: 'No.' },
  ],
};

describe('a run over time', () => {
  test.each([
    [-1, 'starting', 0],
    [0, 'starting', 0],
    [39, 'starting', 3],
    [40, 'working', 4],
    [500, 'working', 50],
    [999, 'working', 99],
  ])('after %d ms it is %s with %d %% and has neither end nor result', (after, state, progress) => {
    expect(momentOf(run, START + after)).toEqual({ state, end: null, result: null, progress });
  });

  test('from its end on it is over', () => {
    const over = { state: 'over', end: START + 1000, result: 'failed', progress: 100 };
    expect(momentOf(run, START + 1000)).toEqual(over);
    expect(momentOf(run, START + 9_999_999)).toEqual(over);
  });

  test('without end it grows and is never done', () => {
    const open = { ...run, end: Number.POSITIVE_INFINITY };
    const progress = [0, 40_000, 80_000, 1e9].map((after) => momentOf(open, START + after).progress);
    expect(progress).toEqual([0, 47, 71, 95]);
    expect(momentOf(open, START + 1e12)).toMatchObject({ state: 'working', end: null, result: null });
  });

  test('its progress never falls', () => {
    let before = 0;
    for (let after = 0; after <= 1000; after += 1) {
      const { progress } = momentOf(run, START + after);
      expect(progress).toBeGreaterThanOrEqual(before);
      before = progress;
    }
  });

  test('a run that ends as it begins is over at once', () => {
    expect(momentOf({ ...run, end: START }, START)).toMatchObject({ state: 'over', progress: 100 });
  });
});

describe('the machines of a run', () => {
  test('wait, work and are over one after the other', () => {
    const states = [0, 499, 500, 999, 1000].map((after) =>
      [0, 1].map((order) => machineMomentOf(run, order, START + after).state),
    );
    expect(states).toEqual([
      ['working', 'waiting'],
      ['working', 'waiting'],
      ['over', 'working'],
      ['over', 'working'],
      ['over', 'over'],
    ]);
  });

  test('have a result and an end only when over', () => {
    expect(machineMomentOf(run, 0, START + 499)).toMatchObject({ result: null, end: null, progress: 99 });
    expect(machineMomentOf(run, 0, START + 500)).toMatchObject({ result: 'success', end: START + 500, progress: 100 });
    expect(machineMomentOf(run, 1, START + 1000)).toMatchObject({
      result: 'failed',
      end: START + 1000,
      start: START + 500,
    });
  });

  test('all work while a run goes on without end', () => {
    const open = { ...run, end: Number.POSITIVE_INFINITY };
    for (const order of [0, 1]) {
      expect(machineMomentOf(open, order, START + 5)).toEqual({
        start: START,
        state: 'working',
        end: null,
        result: null,
        progress: 10,
      });
    }
  });
});
