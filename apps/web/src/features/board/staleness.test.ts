import { expect, test } from 'vitest';
import { staleness } from './staleness.ts';

const takenAt = '2026-11-23T08:00:00.000Z';
const since = '2026-11-23T07:58:00.000Z';
const em = { state: 'ok', since, lastGoodAt: takenAt, message: null, newestEventAt: null } as const;
const picture = { takenAt, pollSeconds: 10, em, freshness: { takenAt, emState: 'ok' } } as const;
const at = (seconds: number) => Date.parse(takenAt) + seconds * 1000;

test('a picture is fresh for two intervals and the way here, then it is old since it was taken', () => {
  expect(staleness(picture, false, at(25))).toBeNull();
  expect(staleness(picture, false, at(26))).toEqual({ kind: 'old', since: at(0), message: null });
});

test('the header counts, not the body that an unchanged answer repeats', () => {
  const confirmed = { ...picture, freshness: { takenAt: '2026-11-23T09:00:00.000Z', emState: 'ok' } } as const;
  expect(staleness(confirmed, false, Date.parse('2026-11-23T09:00:05.000Z'))).toBeNull();
});

test('Enterprise Manager down or in part is told at once with its message', () => {
  const down = {
    ...picture,
    em: { ...em, state: 'down', message: 'refused' },
    freshness: { takenAt, emState: null },
  } as const;
  expect(staleness(down, false, at(1))).toEqual({ kind: 'em-down', since: Date.parse(since), message: 'refused' });
  const part = { ...picture, freshness: { takenAt, emState: 'degraded' } } as const;
  expect(staleness(part, false, at(1))?.kind).toBe('em-degraded');
});

test('a link that is well but has heard of no run for too long is told, as what the wall tells', () => {
  const silentSince = '2026-11-17T08:00:00.000Z';
  const noRun = { ...picture, em: { ...em, silentSince } };
  expect(staleness(noRun, false, at(1))).toEqual({ kind: 'no-run', since: Date.parse(silentSince), message: null });
  expect(staleness(noRun, true, at(1))?.kind).toBe('silent');
});

test('our own server not answering comes before everything else', () => {
  expect(staleness(picture, true, at(1))?.kind).toBe('silent');
});
