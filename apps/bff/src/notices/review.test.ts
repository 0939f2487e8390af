import { describe, expect, test } from 'vitest';
import { failed, MINUTE, many, nobody, play, recovered, reviewed, T } from '../../tests/played-rules.ts';
import type { Situation } from './situation.ts';

test('jobs of one cause are one notice, once nothing joins any more', () => {
  expect(
    play([
      { at: 0, candidates: many(3) },
      { at: 0.5, candidates: many(12) },
      { at: 1.4, candidates: many(12) },
      { at: 1.5, candidates: many(12) },
      { at: 2, candidates: many(12) },
    ]),
  ).toEqual([[], [], [], ['failed:nas:srv12 firing 1: 12'], []]);
});

test('jobs that go on joining are announced after five minutes all the same', () => {
  const steps = Array.from({ length: 12 }, (_, at) => ({ at: at / 2, candidates: many(at + 1) }));
  expect(play(steps).flat()).toEqual(['failed:nas:srv12 firing 1: 11']);
});

test('the number is announced again when it has changed by a lot, and at most every quarter of an hour', () => {
  expect(
    play([
      { at: 0, candidates: many(8) },
      { at: 1, candidates: many(8) },
      { at: 2, candidates: many(30) },
      { at: 15.9, candidates: many(31) },
      { at: 16, candidates: many(31) },
      { at: 40, candidates: many(38) },
      { at: 41, candidates: many(39) },
      { at: 80, candidates: many(19), endOf: () => recovered },
    ]).map(([first]) => first?.slice(0, 30)),
  ).toEqual([
    undefined,
    'failed:nas:srv12 firing 1: 8',
    undefined,
    undefined,
    'failed:nas:srv12 firing 2: 31',
    undefined,
    'failed:nas:srv12 firing 3: 39',
    'failed:nas:srv12 firing 4: 19 ',
  ]);
});

test('it is resolved by the last run that proves it, and fires anew after that, a quarter of an hour after the first time', () => {
  const endOf: Situation['endOf'] = (_, { jobId }) => (jobId === 'nas-0' ? recovered : null);
  expect(
    play([
      { at: 0, candidates: many(2) },
      { at: 1, candidates: many(2) },
      { at: 2, candidates: [failed('nas-1')], endOf },
      { at: 3, candidates: [] },
      { at: 4, candidates: [], endOf: () => recovered },
      { at: 5, candidates: many(1) },
      { at: 15.9, candidates: many(1) },
      { at: 16, candidates: many(1) },
    ]),
  ).toEqual([
    [],
    ['failed:nas:srv12 firing 1: 2'],
    [],
    [],
    ['failed:nas:srv12 resolved 2: 0 nas-0 recovered nas-1 recovered'],
    [],
    [],
    ['failed:nas:srv12 firing 1: 1'],
  ]);
});

test('a job that fails for another cause leaves the first and joins the second', () => {
  expect(
    play([
      { at: 0, candidates: many(1) },
      { at: 1, candidates: many(1) },
      { at: 2, candidates: [failed('nas-0', 'vss')] },
      { at: 3, candidates: [failed('nas-0', 'vss')] },
    ]),
  ).toEqual([
    [],
    ['failed:nas:srv12 firing 1: 1'],
    ['failed:nas:srv12 resolved 2: 0 nas-0 another-cause'],
    ['failed:vss:srv12 firing 1: 1'],
  ]);
});

test('a job that fails and recovers with each review is announced four times an hour', () => {
  const steps = Array.from({ length: 12 * 60 }, (_, at) => ({
    ...{ at: at / 12, endOf: () => recovered },
    candidates: at % 24 < 20 ? many(1) : [],
  }));
  const announced = play(steps).flat();
  expect(announced.filter((line) => line.includes('firing'))).toHaveLength(4);
  expect(announced.filter((line) => line.includes('resolved'))).toHaveLength(4);
});

test('a job that a restart finds in two groups, having moved since the first was written, stays in one', () => {
  const begun = (cause: string) =>
    reviewed(reviewed(new Map(), at(0, cause)).groups, at(1, cause)).groups.get(`failed:${cause}:srv12`);
  const at = (minute: number, cause: string): Situation => ({
    ...{ now: T + minute * MINUTE, isRead: true, candidates: [failed('job', cause)], acknowledged: nobody },
    endOf: () => null,
    em: { unreachable: null, silent: null },
  });
  for (const order of [
    ['nas', 'vss'],
    ['vss', 'nas'],
  ]) {
    const groups = new Map(order.flatMap((cause) => [[`failed:${cause}:srv12`, begun(cause)] as const]));
    const stored = new Map([...groups].flatMap(([key, group]) => (group ? [[key, group]] : [])));
    expect(play([{ at: 2, candidates: [failed('job', 'vss')] }], stored)).toEqual([
      ['failed:nas:srv12 resolved 2: 0 job another-cause'],
    ]);
  }
});

test('a start that is expected again and again is missing since the first time', () => {
  const late = (minute: number) =>
    failed('job', 'x', { trouble: 'overdue', key: 'overdue:srv12', runId: null, since: T + minute * MINUTE });
  const since: number[] = [];
  play([
    { at: 0, candidates: [late(0)] },
    { at: 3, candidates: [late(3)] },
    {
      at: 4,
      endOf: (_, member) => {
        since.push(member.since);
        return { kind: 'started', runId: 'run', at: T };
      },
    },
  ]);
  expect(since).toEqual([T]);
});

describe('a flood', () => {
  const causes = Array.from({ length: 27 }, (_, at) => many(27 - at, `cause-${String(at).padStart(2, '0')}`)).flat();

  test('is twenty notices, those with the most jobs, and one for the other causes', () => {
    const [, announced = []] = play([
      { at: 0, candidates: causes },
      { at: 1, candidates: causes },
    ]);
    expect(announced).toHaveLength(21);
    expect(announced[0]).toBe('failed:cause-00:srv12 firing 1: 27');
    expect(announced.at(-1)).toBe('failed:more-causes firing 1: 28');
  });

  test('stays so for a quarter of an hour; its rest is resolved as one', () => {
    const later = [...causes, failed('late', 'late')];
    const steps = play([
      { at: 0, candidates: causes },
      { at: 1, candidates: causes },
      { at: 2, candidates: later },
      { at: 3, candidates: later },
      { at: 18, candidates: [], endOf: () => recovered },
    ]);
    expect(steps[3]).toEqual([]);
    expect(steps[4]).toHaveLength(21);
    expect(steps[4]?.find((line) => line.startsWith('failed:more-causes'))).toMatch(/resolved 2: 0 .*late recovered/);
  });

  test('ten thousand jobs of one cause are one notice', () => {
    const all = many(10_000);
    expect(
      play([
        { at: 0, candidates: all },
        { at: 1, candidates: all },
      ]).flat(),
    ).toEqual(['failed:nas:srv12 firing 1: 10000']);
  });
});

describe('while jobs cannot be read', () => {
  test('nothing is resolved, and nothing begins', () => {
    expect(
      play([
        { at: 0, candidates: many(1) },
        { at: 1, candidates: many(1) },
        { at: 2, isRead: false, candidates: [], endOf: () => recovered },
        { at: 9, isRead: false, candidates: many(3, 'vss') },
      ]).slice(2),
    ).toEqual([[], []]);
  });

  test('that Enterprise Manager cannot be reached is announced after five minutes, and that it can be again', () => {
    const down = { isRead: false, em: { unreachable: T, silent: undefined } };
    expect(
      play([
        { at: 0, ...down },
        { at: 4.9, ...down },
        { at: 5, ...down },
        { at: 30, ...down },
        { at: 31, isRead: false, em: { unreachable: undefined, silent: undefined } },
        { at: 32 },
      ]),
    ).toEqual([[], [], ['enterprise-manager firing 1: 0'], [], [], ['enterprise-manager resolved 2: 0']]);
  });

  test('a collection is not called well again because nothing is read', () => {
    expect(
      play([
        { at: 6, em: { unreachable: null, silent: T } },
        { at: 7, isRead: false, em: { unreachable: T + 7 * MINUTE, silent: undefined } },
        { at: 8 },
      ]),
    ).toEqual([['collection firing 1: 0'], [], ['collection resolved 2: 0']]);
  });
});

test('a clock that is set back holds nothing up', () => {
  expect(
    play([
      { at: 0, candidates: many(1) },
      { at: -600, candidates: many(1) },
    ]).flat(),
  ).toEqual(['failed:nas:srv12 firing 1: 1']);
});

test('the groups given are left as they are: what could not be written is announced again', () => {
  const first = reviewed(new Map(), {
    ...{ now: T, isRead: true, candidates: many(2), acknowledged: nobody, endOf: () => null },
    em: { unreachable: null, silent: null },
  });
  const second = { at: 1, candidates: many(2) };
  expect(play([second], first.groups)).toEqual(play([second], first.groups));
  expect(play([second], first.groups).flat()).toHaveLength(1);
});
