import { taskListQuery } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { areTasksFiltered, readTaskFilter, taskRequest } from './task-search.ts';

const now = Date.parse('2026-11-23T08:02:14.500Z');

test('the parameters of the address become a request that the server accepts', () => {
  const job = '78c3919c-54d7-43fe-b047-485d3566f11f';
  const search = new URLSearchParams({ state: 'open', by: 'TECH\\anna', job, since: 'day', cursor: 'c' });
  const question = taskRequest(readTaskFilter(search), now);
  expect(question).toEqual({ state: 'open', by: 'TECH\\anna', job, since: '2026-11-22T08:02:00.000Z', cursor: 'c' });
  expect(taskListQuery.safeParse(question).success).toBe(true);
});

test('unknown parameters count as absent', () => {
  const filter = readTaskFilter(new URLSearchParams({ state: 'x', job: '../..', since: 'toString', by: '' }));
  expect(areTasksFiltered(filter)).toBe(false);
  expect(taskRequest(filter, now)).toEqual({});
});

test('the request stays the same within a minute, so that it is sent once', () => {
  const filter = readTaskFilter(new URLSearchParams({ since: 'hour' }));
  expect(taskRequest(filter, now)).toEqual(taskRequest(filter, now + 30_000));
});
