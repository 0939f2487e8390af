import type { MachineResult } from '@retry-desk/em-client';
import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NOON, runsOf, sampleMachine } from '../../tests/board-samples.ts';
import { type MachineOutcome, machinesOfJob, type RunOutcomes } from './machines-of-job.ts';

const results: Record<string, MachineResult['result']> = { S: 'success', W: 'warning', F: 'failed', '?': 'unknown' };

/** Machines of a run by letters (`a:S b:F`); `unread` and `unlisted` as they are. */
function outcomesFrom(text: string): RunOutcomes {
  if (text === 'unread' || text === 'unlisted') return text;
  return text
    .split(' ')
    .filter((each) => each !== '')
    .map((each): MachineOutcome => {
      const [machine = '', letter = ''] = each.split(':');
      return sampleMachine({ machine, result: results[letter] ?? 'unknown', endedAt: null });
    });
}

/** The machines of a job with these runs, newest first, one a day (f and s are attempts of the run before). */
function machinesOf(letters: string, newestFirst: readonly string[], readSince: number | null = null) {
  const runs = runsOf(letters);
  const places = new Map(runs.map((run, place) => [run.id, place]));
  const found = machinesOfJob(
    { runs, readSince, outcomesOf: ({ id }) => outcomesFrom(newestFirst[places.get(id) ?? -1] ?? 'unread') },
    NOON,
  );
  return {
    ...found,
    runs,
    good: Object.fromEntries(found.machines.map(({ machine, lastGood }) => [machine, lastGood])),
  };
}

/** When a run of so many days ago ended. */
const daysAgo = (days: number) => NOON - 2 * HOUR + 10 * MINUTE - days * DAY;

test('a job whose newest run is good for all its machines needs no older run', () => {
  const { good, walked, missing, isKnown } = machinesOf('SSS', ['a:S b:W']);
  expect(good).toEqual({ a: daysAgo(0), b: daysAgo(0) });
  expect([walked.length, missing.length, isKnown]).toEqual([1, 0, true]);
});

test('a machine that fails is followed back to its last good run, the others are not', () => {
  const { good, walked } = machinesOf('SFFF', ['a:F b:S', 'a:F b:S', 'a:F b:F', 'a:S b:S']);
  expect(good).toEqual({ a: daysAgo(3), b: daysAgo(0) });
  expect(walked).toHaveLength(4);
});

test('an attempt holds only what had failed: the machines come from the run before it', () => {
  const { good, isKnown } = machinesOf('Fs', ['a:S', 'a:F b:S']);
  expect(Object.keys(good).sort()).toEqual(['a', 'b']);
  expect(isKnown).toBe(true);
  expect(machinesOf('Fs', ['a:S', 'unread']).isKnown).toBe(false);
});

test('behind a run that has not been read nothing is claimed, and that run is read next', () => {
  const { good, missing, runs } = machinesOf('SFF', ['a:F', 'unread', 'a:S']);
  expect(good).toEqual({ a: 'unread' });
  expect(missing.map(({ id }) => id)).toEqual([runs[1]?.id]);
});

test('results that Enterprise Manager does not list are not known, and nothing is waited for', () => {
  const { good, missing } = machinesOf('SWF', ['a:F', 'unlisted', 'a:S']);
  expect(good).toEqual({ a: 'unlisted' });
  expect(missing).toEqual([]);
  expect(machinesOf('SF', ['a:F b:?', 'a:S b:S']).good).toEqual({ a: daysAgo(1), b: 'unlisted' });
  expect(machinesOf('WW', ['unlisted', 'unlisted'])).toMatchObject({ isKnown: false, gap: 'unlisted' });
});

test('a failed run that lists no machine holds no good backup', () => {
  expect(machinesOf('SF', ['', 'a:S b:S']).good).toEqual({ a: daysAgo(1), b: daysAgo(1) });
});

test('none is claimed only where the whole history has been read', () => {
  expect(machinesOf('FF', ['a:F', 'a:F']).good).toEqual({ a: null });
  expect(machinesOf('FF', ['a:F', 'a:F'], NOON - 2 * DAY).good).toEqual({ a: 'unread' });
});

test('results older than thirty days, which Enterprise Manager does not list, are not waited for', () => {
  const { good, missing } = machinesOf(
    'S'.padEnd(33, 'F'),
    Array.from({ length: 30 }, () => 'a:F'),
  );
  expect(good).toEqual({ a: null });
  expect(missing).toEqual([]);
});

test('a few runs are requested at a time, however long ago the last good one was', () => {
  expect(machinesOf('F'.repeat(20), ['a:F']).missing).toHaveLength(3);
});

test('a run that goes on hides nothing, and a machine that it has ended counts', () => {
  expect(machinesOf('FR', ['unread', 'a:F b:S']).good).toEqual({ a: null, b: daysAgo(1) });
  expect(machinesOf('SR', ['a:F', 'a:S b:S']).good).toEqual({ a: daysAgo(1), b: daysAgo(1) });
});

test('an end that cannot be true yet is none', () => {
  const runs = runsOf('SS');
  const ended = (endedAt: number | null) => [sampleMachine({ machine: 'a', endedAt })];
  const [newest, older] = runs.map((run) => ({ ...run, endedAt: null }));
  if (newest === undefined || older === undefined) throw new Error('two runs');
  const outcomesOf = ({ id }: { id: string }) => ended(id === newest.id ? NOON + 3 * DAY : daysAgo(1));
  const { machines } = machinesOfJob({ runs: [newest, older], readSince: null, outcomesOf }, NOON);
  // Of a run without an end that can be true its beginning counts.
  expect(machines[0]?.lastGood).toBe(newest.createdAt);
});

test('a good run dated ahead by a wrong clock is no last good backup', () => {
  const [newest, older] = runsOf('SS');
  if (newest === undefined || older === undefined) throw new Error('two runs');
  const ahead = { ...newest, createdAt: NOON + 3 * DAY, endedAt: NOON + 3 * DAY };
  const outcomesOf = () => [sampleMachine({ machine: 'a', endedAt: null })];
  const { machines } = machinesOfJob({ runs: [ahead, older], readSince: null, outcomesOf }, NOON);
  expect(machines[0]?.lastGood).toBe(older.endedAt);
});
