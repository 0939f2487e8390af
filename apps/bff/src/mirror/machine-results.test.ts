import type { MachineResult } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { HOUR, MINUTE, NOON, runningRun, sampleMachine, sampleRun } from '../../tests/board-samples.ts';
import { FRESH_MS, LATE_MS, MachineResults, OPENED_LIMIT } from './machine-results.ts';
import { toRecord } from './run-record.ts';

/** A source of machine results that counts who was asked for. */
function source(answer: (runId: string) => MachineResult[]) {
  const asked: string[][] = [];
  const clock = { at: NOON, now: () => clock.at };
  const em = {
    async machineResultsOf(ids: readonly string[]) {
      asked.push([...ids]);
      return new Map(ids.map((id) => [id, answer(id)]));
    },
    machineResults: async () => null,
    machineResultsOfChildren: async () => [],
  };
  return { asked, clock, results: new MachineResults(em, clock) };
}

const ended = toRecord(sampleRun({ endedAt: NOON }));

test('of an ended run they are read once, however many ask and however often', async () => {
  const { asked, results } = source(() => [sampleMachine()]);
  await Promise.all([results.read([ended], true), results.read([ended], false), results.read([ended], true)]);
  await results.read([ended], false);
  expect(asked).toEqual([[ended.id]]);
  expect(results.of(ended.id)).toHaveLength(1);
});

test('of a run in progress they are read again, but not for every reader', async () => {
  const { asked, clock, results } = source(() => [sampleMachine({ state: 'running' })]);
  const run = toRecord(runningRun());
  await results.read([run], false);
  await results.read([run], false);
  expect(asked).toHaveLength(1);
  clock.at += FRESH_MS;
  await results.read([run], false);
  expect(asked).toHaveLength(2);
});

test('a run that has ended since they were read is read at once', async () => {
  const { asked, results } = source(() => [sampleMachine()]);
  const run = runningRun();
  await results.read([toRecord(run)], true);
  await results.read([toRecord({ ...run, state: 'stopped', endedAt: NOON })], true);
  expect(asked).toHaveLength(2);
});

test('machines that appear after the end of their run are waited for, not for ever: none means unknown, not 0', async () => {
  const { asked, clock, results } = source(() => []);
  await results.read([ended], true);
  expect(results.of(ended.id)).toBeUndefined();
  expect(results.needOf(ended)).toBe('later');
  clock.at += LATE_MS;
  expect(results.needOf(ended)).toBe('now');
  for (let minute = 0; minute < 120; minute += 1) {
    clock.at += MINUTE;
    await results.read([ended], true);
  }
  expect(results.needOf(ended)).toBe('never');
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.length).toBeLessThan(10);
});

test('they are waited for by our own clock: Enterprise Manager may list a run long after its end, or its clock may be wrong', async () => {
  for (const endedAt of [NOON - 5 * HOUR, NOON + 5 * HOUR]) {
    let there: MachineResult[] = [];
    const { clock, results } = source(() => there);
    const run = toRecord(sampleRun({ createdAt: endedAt - HOUR, endedAt }));
    await results.read([run], true);
    there = [sampleMachine()];
    clock.at += 3 * MINUTE;
    await results.read([run], true);
    expect(results.of(run.id)).toHaveLength(1);
  }
});

test('a clock that is set back holds nothing off', async () => {
  const { asked, clock, results } = source(() => []);
  await results.read([ended], true);
  clock.at -= 3 * HOUR;
  await results.read([ended], true);
  clock.at += LATE_MS;
  await results.read([ended], true);
  expect(asked).toHaveLength(2);
});

test('a failed read leaves the known results, and the next one tries again', async () => {
  let fails = true;
  const em = {
    async machineResultsOf(ids: readonly string[]) {
      if (fails) throw new Error('gone');
      return new Map(ids.map((id) => [id, [sampleMachine()]]));
    },
    machineResults: async () => null,
    machineResultsOfChildren: async () => [],
  };
  const results = new MachineResults(em, { now: () => NOON });
  await expect(results.read([ended], true)).rejects.toThrow('gone');
  expect(results.of(ended.id)).toBeUndefined();
  fails = false;
  await results.read([ended], true);
  expect(results.of(ended.id)).toHaveLength(1);
});

test('results that were only opened are limited; those the board needs stay', async () => {
  const { results } = source(() => [sampleMachine()]);
  await results.read([ended], true);
  const many = Array.from({ length: OPENED_LIMIT + 5 }, () => toRecord(sampleRun()));
  for (const run of many) await results.read([run], false);
  expect(many.filter(({ id }) => results.of(id) !== undefined)).toHaveLength(OPENED_LIMIT);
  expect(results.of(many[0]?.id ?? '')).toBeUndefined();
  expect(results.of(ended.id)).toBeDefined();
  results.keepOnly(new Set());
  await results.read([toRecord(sampleRun())], false);
  expect(results.of(ended.id)).toBeUndefined();
});
