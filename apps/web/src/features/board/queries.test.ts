import type { Board } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { madeTask } from '#lib/test-rows.ts';
import { boardInterval } from './queries.ts';

const board = { pollSeconds: 10, tasks: [] } satisfies Pick<Board, 'pollSeconds' | 'tasks'>;

test('the board is asked for as often as the server reads, and quickly while a retry is open', () => {
  expect(boardInterval(undefined)).toBe(5_000);
  expect(boardInterval(board)).toBe(10_000);
  expect(boardInterval({ ...board, tasks: [madeTask(1)] })).toBe(2_000);
  expect(boardInterval({ ...board, tasks: [madeTask(1, { state: 'failed' })] })).toBe(10_000);
});

test('a server that reads every second is asked every second', () => {
  expect(boardInterval({ pollSeconds: 1, tasks: [madeTask(1)] })).toBe(1_000);
});
