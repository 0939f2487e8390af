import { byDate } from '@retry-desk/em-client';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guid, NOON, sampleRun } from '../../tests/board-samples.ts';
import { OUTCOMES_LIMIT, RunList, sharedOutcomes } from './packed-runs.ts';
import { type RunRecord, toRecord, toRun } from './run-record.ts';

const job = { id: guid(1), name: 'Oracle Backup' };

const someRun: fc.Arbitrary<RunRecord> = fc
  .record({
    number: fc.nat(40),
    createdAt: fc.nat(20).map((step) => NOON + step * 0.25),
    endedAt: fc.option(fc.nat(5).map((step) => NOON + step)),
    state: fc.constantFrom('working' as const, 'stopped' as const, 'unknown' as const),
    result: fc.constantFrom('success' as const, 'failed' as const, 'none' as const),
    resultText: fc.constantFrom('Success', 'Ошибка', ''),
    progress: fc.option(fc.nat(3)),
    failureMessage: fc.option(fc.string({ unit: 'binary' })),
    isRetry: fc.boolean(),
  })
  .map(({ number, ...run }) => toRecord(sampleRun({ ...run, id: guid(number) })));

function plain(runs: Iterable<RunRecord>): object[] {
  return Array.from(runs, (run) => toRun(run, job));
}

test('is what an array of the same runs would be, whatever comes and goes', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(someRun, fc.boolean())), (steps) => {
      let list = RunList.none;
      let model: RunRecord[] = [];
      for (const [run, comes] of steps) {
        const before = { list, runs: plain(list) };
        list = comes ? list.with(run) : list.only(({ id }) => id !== run.id);
        model = model.filter(({ id }) => id !== run.id);
        if (comes) model = [...model, run].sort(byDate);
        expect(plain(list)).toEqual(plain(model));
        expect(list.length).toBe(model.length);
        expect(list.find(run.id)?.createdAt).toBe(comes ? run.createdAt : undefined);
        expect([list.at(-1)?.id, list.at(model.length)]).toEqual([model.at(-1)?.id, undefined]);
        // A reader of the earlier list still sees its runs.
        expect(plain(before.list)).toEqual(before.runs);
      }
    }),
  );
});

test('the same list where all runs pass the filter', () => {
  const list = RunList.none.with(toRecord(sampleRun()));
  expect(list.only(() => true)).toBe(list);
});

test('outcomes are shared up to a limit, and right beyond it', () => {
  let list = RunList.none;
  for (let number = 0; number < OUTCOMES_LIMIT + 50; number += 1) {
    list = list.with(toRecord(sampleRun({ createdAt: NOON - number, resultText: `word ${number}` })));
  }
  expect(sharedOutcomes.size).toBe(OUTCOMES_LIMIT);
  expect(list.at(-1)?.resultText).toBe(`word ${OUTCOMES_LIMIT + 49}`);
});
