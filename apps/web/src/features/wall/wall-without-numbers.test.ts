import type { WallBoard } from '@retry-desk/contract';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { WallWithoutNumbers } from './wall-without-numbers.tsx';

const noon = '2026-01-10T12:00:00.000Z';
const board: WallBoard = {
  revision: 1,
  takenAt: noon,
  pollSeconds: 10,
  em: { state: 'ok', since: noon, lastGoodAt: noon },
  journal: { state: 'ok', since: noon },
  counts: { failed: 2, retrying: 0, running: 0, recoveredToday: 0, jobs: 9 },
  failed: [],
  tasks: [],
};

function drawnAfter(minutes: number): { said: string; all: string } {
  const [lastTrueAt, age] = [Date.parse(noon), minutes * 60_000];
  const screen = { kind: 'old', cause: 'desk-silent', board, lastTrueAt, age, now: lastTrueAt + age } as const;
  const all = renderToStaticMarkup(createElement(WallWithoutNumbers, { screen }));
  return { said: /role="alert">(.*?)<\/div>/.exec(all)?.[1] ?? '', all };
}

test('data that is out of date is announced once, and not again with each minute of its age', () => {
  const [early, late] = [drawnAfter(1), drawnAfter(7)];
  expect(early.said).toContain('Data is out of date');
  expect(early.said).toContain('Last updated at');
  expect(late.said).toBe(early.said);
  expect([early.all, late.all]).toEqual([
    expect.stringContaining('That was 1 minute ago.'),
    expect.stringContaining('That was 7 minutes ago.'),
  ]);
});
