import type { WallBoard } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { screenOf, sumOf, type WallAnswer } from './screen.ts';
import { wallWords } from './words.ts';

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

const noon = Date.parse('2026-01-10T12:00:00.000Z');

/** The screen so many seconds after that board was read and served. */
function screenAfter(given: Given, seconds: number) {
  const board: WallBoard = {
    ...{ revision: 1, takenAt: '2026-01-10T12:00:00.000Z', pollSeconds: 10, failed: [], tasks: [] },
    journal: { state: 'ok', since: '2026-01-10T11:00:00.000Z' },
    ...boardOf(given),
  };
  const stamp = { takenAt: noon, servedAt: noon, sentAt: { steady: 0, wall: 0 }, pollSeconds: 10 };
  const answer: WallAnswer = { by: 'link', board, stamp };
  return screenOf(answer, null, { steady: seconds * 1000, wall: seconds * 1000 });
}

test('no combination is green, nor live at all, once it is stale', () => {
  for (const given of all()) {
    expect(screenAfter(given, 1)).toMatchObject({ kind: 'live', state: sumOf(boardOf(given)) });
    expect(screenAfter(given, 60)).toMatchObject({ kind: 'old' });
  }
});

test('the words name each kind of trouble that stands, and none that does not', () => {
  for (const given of all()) {
    const { counts } = boardOf(given);
    const needing = counts.attention ?? 0;
    const text = `${wallWords.needing(needing, counts, 0)} ${wallWords.parts(counts)}`;
    const kinds = ['failed', 'overdue', 'hung', 'known'] as const;
    expect(text.includes('No job failed'), JSON.stringify(given)).toBe(kinds.every((kind) => !given[kind]));
    for (const kind of kinds)
      expect(text.replace('No job failed', '').includes(kind), `${JSON.stringify(given)}: ${text}`).toBe(given[kind]);
  }
});
