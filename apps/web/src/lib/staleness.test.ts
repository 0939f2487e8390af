import { expect, test } from 'vitest';
import { hasTrueNumbers, isCurrent, isEmAway, type Seen, type StaleKind, staleness } from './staleness.ts';

const takenAt = '2026-11-23T08:00:00.000Z';
const since = '2026-11-23T07:58:00.000Z';
const at = (seconds: number) => Date.parse(takenAt) + seconds * 1000;

function seen(em: Partial<Seen['data']['em']> = {}, freshness: Partial<Seen['freshness']> = {}): Seen {
  const health = { state: 'ok', since, lastGoodAt: takenAt, message: null, newestEventAt: null } as const;
  return {
    data: { takenAt, pollSeconds: 10, em: { ...health, ...em } },
    freshness: { takenAt, emState: em.state ?? 'ok', ...freshness },
  };
}

test('data is up to date for two intervals and a second, then it is old since it was taken', () => {
  expect(staleness(seen(), false, at(21))).toBeNull();
  expect(staleness(seen(), false, at(22))).toEqual({ kind: 'old', isOld: true, since: at(0), message: null });
});

test('the header counts, not the body that an unchanged answer repeats', () => {
  const confirmed = seen({}, { takenAt: '2026-11-23T09:00:00.000Z' });
  expect(staleness(confirmed, false, Date.parse('2026-11-23T09:00:05.000Z'))).toBeNull();
});

test('Enterprise Manager down or responding partly is shown at once with its message', () => {
  const down = seen({ state: 'down', message: 'refused' }, { emState: null });
  expect(staleness(down, false, at(1))).toMatchObject({
    kind: 'em-down',
    since: Date.parse(since),
    message: 'refused',
  });
  expect(staleness(seen({}, { emState: 'degraded' }), false, at(1))?.kind).toBe('em-degraded');
});

test('a link that is well but has reported no run for too long is shown, as on the wall', () => {
  const silentSince = '2026-11-17T08:00:00.000Z';
  expect(staleness(seen({ silentSince }), false, at(1))).toMatchObject({
    kind: 'no-run',
    since: Date.parse(silentSince),
  });
  expect(staleness(seen({ silentSince }), true, at(1))?.kind).toBe('silent');
});

test('our own server not answering comes before everything else, then that nothing was read yet', () => {
  const unread = seen({ state: 'down', lastGoodAt: null });
  expect(staleness(unread, true, at(1))?.kind).toBe('silent');
  expect(staleness(unread, false, at(1))?.kind).toBe('unread');
});

test('numbers are shown while they are renewed, though perhaps in part, and no longer', () => {
  const judged = (em: Partial<Seen['data']['em']>, silent: boolean, seconds: number) => {
    const stale = staleness(seen(em), silent, at(seconds));
    return [hasTrueNumbers(stale), isEmAway(stale)];
  };
  expect(judged({}, false, 1)).toEqual([true, false]);
  expect(judged({}, false, 26)).toEqual([false, false]);
  expect(judged({}, true, 1)).toEqual([false, false]);
  expect(judged({ state: 'degraded' }, false, 1)).toEqual([true, false]);
  expect(judged({ state: 'degraded' }, false, 26)).toEqual([false, true]);
  expect(judged({ state: 'down' }, false, 1)).toEqual([false, true]);
  expect(judged({ silentSince: since }, false, 1)).toEqual([true, false]);
});

test('our own server is believed while it answers, however Enterprise Manager is, and not once its answers are late', () => {
  const of = (kind: StaleKind, isOld: boolean) => isCurrent({ kind, isOld, since: null, message: null });
  expect(isCurrent(null)).toBe(true);
  for (const kind of ['em-down', 'unread'] as const) expect([of(kind, false), of(kind, true)]).toEqual([true, true]);
  for (const kind of ['em-degraded', 'no-run'] as const)
    expect([of(kind, false), of(kind, true)]).toEqual([true, false]);
  for (const kind of ['silent', 'old'] as const) expect(of(kind, true)).toBe(false);
});
