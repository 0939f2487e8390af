import { EmError, type EmErrorDetails } from '@retry-desk/em-client';
import { describe, expect, test } from 'vitest';
import { MINUTE, NOON } from '../../tests/board-samples.ts';
import {
  afterFailure,
  afterGood,
  afterPartial,
  afterRuns,
  afterWaiting,
  newHealth,
  plainWords,
} from './link-health.ts';

const host = 'em.tech.local:9398';

function emError(details: Partial<EmErrorDetails> = {}): EmError {
  return new EmError({
    kind: 'unreachable',
    host,
    problem: 'refused the connection',
    call: 'GET /api/query',
    hint: 'Check that the service runs.',
    mayHaveHappened: false,
    ...details,
  });
}

const good = afterGood(newHealth(host, NOON), NOON);

describe('the state of the link', () => {
  test('before the first try it is not ok, and the message is that it is being read', () => {
    expect(newHealth(host, NOON)).toMatchObject({ state: 'degraded', lastGoodAt: null });
    expect(newHealth(host, NOON).message).toContain(host);
  });

  test('one failure degrades it, the second in a row puts it down, a good read heals it', () => {
    const once = afterFailure(good, emError(), host, NOON + MINUTE);
    expect(once).toMatchObject({ state: 'degraded', since: NOON + MINUTE, lastGoodAt: NOON });
    const twice = afterFailure(once, emError(), host, NOON + 2 * MINUTE);
    expect(twice).toMatchObject({ state: 'down', since: NOON + 2 * MINUTE, lastGoodAt: NOON });
    expect(afterFailure(twice, emError(), host, NOON + 3 * MINUTE).since).toBe(NOON + 2 * MINUTE);
    expect(afterGood(twice, NOON + 4 * MINUTE)).toMatchObject({
      state: 'ok',
      message: null,
      lastGoodAt: NOON + 4 * MINUTE,
    });
  });

  test('failures with a good read between them are not in a row', () => {
    const again = afterRuns(afterFailure(good, emError(), host, NOON), NOON + MINUTE);
    expect(afterFailure(again, emError(), host, NOON + 2 * MINUTE).state).toBe('degraded');
  });

  test('a poll that is not even tried keeps the reason of the one before', () => {
    const gone = afterFailure(good, emError({ problem: 'does not answer' }), host, NOON);
    const open = afterFailure(gone, emError({ kind: 'circuit-open', problem: 'is not asked just now' }), host, NOON);
    expect(open.message).toBe(gone.message);
    expect(open.state).toBe('down');
  });

  test.each([
    ['credentials', undefined],
    ['tls', undefined],
    ['refused', 403],
  ] as const)('%s %s does not heal by itself: down at once', (kind, status) => {
    const error = emError({ kind, ...(status === undefined ? {} : { status }) });
    expect(afterFailure(good, error, host, NOON).state).toBe('down');
  });

  test('a first read that fails is down: there is nothing to show', () => {
    expect(afterFailure(newHealth(host, NOON), emError(), host, NOON).state).toBe('down');
  });

  test('runs read without their details: degraded, but the data is current, and it stays so through the next poll', () => {
    const partial = afterPartial(good, emError(), host, NOON + MINUTE);
    expect(partial).toMatchObject({ state: 'degraded', lastGoodAt: NOON + MINUTE });
    expect(afterRuns(partial, NOON + 2 * MINUTE)).toMatchObject({ state: 'degraded', since: partial.since });
  });

  test('a long poll degrades it and gives its duration; it does not lift a link that is down', () => {
    const silent = afterWaiting(good, host, { kind: 'silent', forMs: 20_000 }, NOON);
    expect(silent).toMatchObject({ state: 'degraded', lastGoodAt: NOON });
    expect(silent.message).toContain('has not responded for 20 seconds');
    const slow = afterWaiting(good, host, { kind: 'slow', forMs: 12_000 }, NOON);
    expect(slow.message).toContain('is responding slowly: a poll has taken 12 seconds');
    const down = afterFailure(good, emError({ kind: 'tls' }), host, NOON);
    expect(afterWaiting(down, host, { kind: 'silent', forMs: 20_000 }, NOON)).toBe(down);
  });
});

describe('the message', () => {
  test('name the host, the call and what to do, each once', () => {
    const words = plainWords(emError(), host);
    expect(words).toBe(
      `Enterprise Manager ${host} refused the connection (GET /api/query). Check that the service runs.`,
    );
    const named = plainWords(emError({ problem: (call) => `did not answer ${call}` }), host);
    expect(named).toBe(`Enterprise Manager ${host} did not answer GET /api/query. Check that the service runs.`);
  });

  test('names an account that is no Portal Administrator', () => {
    const call = 'GET /api/query?type=AgentBackupJob&format=Entities';
    const words = plainWords(emError({ kind: 'refused', status: 403, call, problem: 'denies access' }), host);
    expect(words).toContain('no Portal Administrator');
    expect(words).toContain(host);
  });

  test('reveals nothing inner of a fault of ours', () => {
    expect(plainWords(new TypeError('secret stack'), host)).not.toContain('secret');
  });
});

test('a call in a message has no filter', () => {
  const call = 'GET /api/query?type=BackupTaskSession&format=Entities&filter=Uid%3D%3D%22a%22&sortAsc=CreationTime';
  const words = plainWords(
    emError({ kind: 'timeout', call, problem: (name) => `did not finish ${name} within 15 s` }),
    host,
  );
  expect(words).toContain('did not finish GET /api/query?type=BackupTaskSession within 15 s.');
  expect(words).not.toMatch(/%|filter/);
});
