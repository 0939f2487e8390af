import { finalRetryStates, openRetryStates, type RetryState, retryState } from '@retry-desk/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFinal, mayGo, waysFrom } from './state-machine.ts';

const states: readonly RetryState[] = retryState.options;

describe('the life of a retry', () => {
  test('no way leads from a final state', () => {
    fc.assert(
      fc.property(fc.constantFrom(...finalRetryStates), fc.constantFrom(...states), (from, to) => !mayGo(from, to)),
    );
  });

  test('any walk ends in a final state, and no state is met twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: states.length, maxLength: states.length }), (choices) => {
        const walk: RetryState[] = ['requested'];
        for (const choice of choices) {
          const ways = waysFrom(walk.at(-1) ?? 'requested');
          const next = ways[choice % Math.max(1, ways.length)];
          if (next) walk.push(next);
        }
        expect(isFinal(walk.at(-1) ?? 'requested')).toBe(true);
        expect(new Set(walk).size).toBe(walk.length);
      }),
    );
  });

  test('every open state has a way to a final one', () => {
    for (const state of openRetryStates) expect(waysFrom(state).some(isFinal), state).toBe(true);
  });

  test('every open retry can end as unconfirmed, so that an operator can release it', () => {
    expect(openRetryStates.every((state) => mayGo(state, 'unconfirmed'))).toBe(true);
  });

  test('every open retry can end as stopped, and the final states are those of the contract', () => {
    expect(states.filter((state) => mayGo(state, 'stopped'))).toEqual([...openRetryStates]);
    expect(states.filter(isFinal)).toEqual([...finalRetryStates]);
  });

  test('a triggered retry is not refused any more, unless the result of its task was missing', () => {
    expect(states.filter((state) => mayGo(state, 'refused'))).toEqual(['requested', 'accepted', 'unseen', 'running']);
  });
});
