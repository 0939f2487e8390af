import type { WallBoard } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { sumOf } from './screen.ts';

type Given = {
  failed: boolean;
  overdue: boolean;
  hung: boolean;
  known: boolean;
  silent: boolean;
  jobs: boolean;
  down: boolean;
};

const names = ['failed', 'overdue', 'hung', 'known', 'silent', 'jobs', 'down'] as const;

function all(): Given[] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => {
    const given = names.map((name, place) => [name, (bits & (1 << place)) !== 0]);
    return Object.fromEntries(given) as Given; // one entry for each name
  });
}

function boardOf({ failed, overdue, hung, known, silent, jobs, down }: Given): Pick<WallBoard, 'counts' | 'em'> {
  const since = '2026-01-10T12:00:00.000Z';
  const attention = [failed, overdue, hung].filter(Boolean).length;
  return {
    counts: {
      ...{
        failed: Number(failed),
        overdue: Number(overdue),
        hung: Number(hung),
        acknowledged: Number(known),
        attention,
      },
      ...{ retrying: 0, running: 0, recoveredToday: 0, jobs: jobs ? 9 : 0 },
    },
    em: { state: down ? 'down' : 'ok', since, lastGoodAt: since, ...(silent ? { silentSince: since } : {}) },
  };
}

test('the wall is green in exactly one of all combinations of what can be wrong', () => {
  const green = all().filter((given) => sumOf(boardOf(given)) === 'ok');
  expect(green).toEqual([
    { failed: false, overdue: false, hung: false, known: false, silent: false, jobs: true, down: false },
  ]);
});

test('known trouble has a mark of its own, and whatever needs somebody comes before it', () => {
  for (const given of all()) {
    const needs = given.failed || given.overdue || given.hung;
    expect(sumOf(boardOf(given)) === 'failed').toBe(needs);
    expect(sumOf(boardOf(given)) === 'known').toBe(!needs && given.known);
  }
});
