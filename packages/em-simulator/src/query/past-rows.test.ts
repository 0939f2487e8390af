import { describe, expect, test } from 'vitest';
import { Parameters } from '#http/exchange.ts';
import { WorldControls } from '#world/controls.ts';
import { World } from '#world/world.ts';
import { parseFilter } from './filter.ts';
import { sessionKey } from './find-sessions.ts';
import { pastMatches, reduced } from './past-rows.ts';
import { questionOf } from './question.ts';
import { agentRuns, backupSessions } from './types.ts';

const { fields } = backupSessions;

function worldOf() {
  const clock = { at: Date.UTC(2026, 2, 11, 9), now: () => clock.at };
  return new World({ seed: 1, jobs: 40, clock, speed: 1, collectionMinutes: 0 });
}

function ask(world: World, search: string, oldest = 0): Uint32Array {
  return pastMatches(world, 'agent-runs', agentRuns.fields, sessionKey, questionOf(new Parameters(search)), oldest);
}

describe('values that are the same in every run that is over', () => {
  test.each([
    ['State==STOPPED', true],
    ['State!=Stopped', false],
    ['Progress>=100', true],
    ['Progress<100', false],
    ['State==Stopped;Progress==100', true],
    ['State==Working,Progress<100', false],
    ['State==Working,Progress==100', true],
    ['State==Working;Name==a', false],
    ['State==Stopped,Name==a', true],
  ])('%s is %s', (filter, decided) => {
    expect(reduced(parseFilter(filter), fields)).toBe(decided);
  });

  test.each([
    ['State==Stopped;Name==a', 'Name==a'],
    ['State==Working,Name==a', 'Name==a'],
    ['(State==Working,Name==a);(Progress==100;Result==Failed)', 'Name==a;Result==Failed'],
    ['Name==a,State==Working;Result==Failed', 'Name==a'],
  ])('%s leaves %s', (filter, left) => {
    expect(reduced(parseFilter(filter), fields)).toEqual(parseFilter(left));
  });

  test('an unknown property is refused behind a part that already decides', () => {
    expect(() => reduced(parseFilter('State==Stopped,Colour==1'), fields)).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });
});

test('the same question has the same answer without working it out again, until a job is taken away', () => {
  const world = worldOf();
  const first = ask(world, 'sortDesc=EndTime');
  expect(ask(world, 'sortDesc=EndTime')).toBe(first);
  expect(ask(world, 'sortAsc=EndTime')).not.toBe(first);
  new WorldControls(world).removeJob([...world.jobs.values()][0]?.id ?? '');
  expect(ask(world, 'sortDesc=EndTime').length).toBeLessThan(first.length);
});

test('runs from before the oldest time listed are left out', () => {
  const world = worldOf();
  const starts = Array.from(ask(world, 'sortAsc=CreationTime'), (row) => world.ledger().start[row] ?? 0);
  const middle = starts[Math.floor(starts.length / 2)] ?? 0;
  const left = Array.from(ask(world, 'sortAsc=CreationTime', middle), (row) => world.ledger().start[row] ?? 0);
  expect(left).toEqual(starts.filter((start) => start >= middle));
  expect(left.length).toBeLessThan(starts.length);
});
