import { expect, test } from 'vitest';
import { type Advice, adviceOf, type Cause, causeOf } from '../src/index.ts';
import { messages, variantsOf } from './messages.ts';

const outlooks = [{ veeamRetriesAt: null }, { veeamRetriesAt: '22:47' }];

/** All that may come together: every message, unknown ones, every count of up to six retries. */
function* allCases(): Generator<{ cause: Cause; tried: number; helped: number; advice: Advice }> {
  const reasons = [...messages.map((message) => variantsOf(message)[0] ?? ''), 'Nobody has met this one', 'Failed'];
  for (const cause of reasons.map((reason) => causeOf(reason)))
    for (const outlook of outlooks)
      for (let tried = 0; tried <= 6; tried += 1)
        for (let helped = 0; helped <= tried; helped += 1)
          yield { cause, tried, helped, advice: adviceOf(cause, { tried, helped }, outlook) };
}

test("no advice without a row of the table, Veeam's plan, or three retries that were counted", () => {
  for (const { cause, tried, advice } of allCases()) {
    if (advice.kind === 'unknown') continue;
    const rests = advice.kind === 'wait' || cause.known !== null || tried >= 3;
    expect(rests, `${advice.kind} for "${cause.title}" after ${tried}`).toBe(true);
    expect(advice.evidence.join()).not.toBe('');
  }
});

test('retries that were never tried are not counted', () => {
  for (const { tried, helped, advice } of allCases()) {
    const counted = advice.evidence.filter((line) => /helped \d/.test(line));
    const count = `A retry helped ${helped} of ${tried} ${tried === 1 ? 'time' : 'times'} here.`;
    expect(counted).toEqual(tried === 0 ? [] : [count]);
  }
});

test('a danger comes before everything, the count before the table, and half of the retries is no proof', () => {
  const advice = (reason: string, tried: number, helped: number, veeamRetriesAt: string | null = null) =>
    adviceOf(causeOf(reason), { tried, helped }, { veeamRetriesAt }).kind;
  const lockedOut = 'Cannot connect to admin share. Account: [TECH\\svc]. Code: 1909';
  expect(advice(lockedOut, 5, 5, '22:47')).toBe('danger');
  const inUse = 'Item [a.vbk] is locked by running session Daily [Backup Copy]';
  expect([advice(inUse, 0, 0), advice(inUse, 3, 0), advice(inUse, 0, 0, '22:47')]).toEqual([
    'retry',
    'fix-first',
    'wait',
  ]);
  const full = 'There is not enough space on the disk.';
  expect([advice(full, 0, 0), advice(full, 2, 2), advice(full, 3, 2)]).toEqual(['fix-first', 'fix-first', 'retry']);
  const unmet = 'Nobody has met this one';
  expect([advice(unmet, 2, 2), advice(unmet, 4, 2), advice(unmet, 3, 0)]).toEqual(['unknown', 'unknown', 'fix-first']);
});
