import { expect, test, vi } from 'vitest';
import type { EmEvent } from './enterprise-manager.ts';
import { EmError, type EmErrorDetails } from './errors/em-error.ts';
import { createGuard } from './guard.ts';

const call = 'GET /api/agents/jobs';

function failure(details: Partial<EmErrorDetails>): EmError {
  return new EmError({
    kind: 'refused',
    host: 'em:9398',
    problem: 'fails',
    call,
    hint: 'Look.',
    mayHaveHappened: false,
    ...details,
  });
}

function guarded(deadlineMs = 2_000) {
  const events: EmEvent[] = [];
  const guard = createGuard('em:9398', deadlineMs, (event) => events.push(event));
  const states = () => events.flatMap((event) => (event.event === 'breaker' ? [event.state] : []));
  return { guard, events, states };
}

/** An operation that ends as listed, one entry per try. */
function ending(...ends: (EmError | string)[]) {
  let tries = 0;
  const operation = async () => {
    const end = ends[Math.min(tries, ends.length - 1)];
    tries += 1;
    if (end instanceof EmError) throw end;
    return end;
  };
  return { operation, tries: () => tries };
}

test.each([
  ['a broken connection', { kind: 'unreachable' }],
  ['500', { status: 500 }],
  ['502', { status: 502 }],
  ['503 without a time', { status: 503 }],
  ['504', { status: 504 }],
] as const)('a read is tried again after %s, twice and no more', async (_title, details) => {
  const { guard, events } = guarded();
  const passing = ending(failure(details), failure(details), 'done');
  expect(await guard.read(call, passing.operation)).toBe('done');
  expect(events.filter(({ event }) => event === 'read-again')).toHaveLength(2);
  const lasting = ending(failure(details));
  await expect(guard.read(call, lasting.operation)).rejects.toMatchObject(details);
  expect(lasting.tries()).toBe(3);
});

test.each([
  ['400', { status: 400 }],
  ['403', { status: 403 }],
  ['404', { status: 404 }],
  ['501', { status: 501 }],
  ['503 that names a time', { status: 503, retryAfterMs: 5_000 }],
  ['a deadline', { kind: 'timeout' }],
  ['a wrong certificate', { kind: 'tls' }],
  ['an answer that cannot be read', { kind: 'unreadable' }],
  ['a refused password', { kind: 'credentials' }],
] as const)('a read is not tried again after %s', async (_title, details) => {
  const once = ending(failure(details));
  await expect(guarded().guard.read(call, once.operation)).rejects.toMatchObject(details);
  expect(once.tries()).toBe(1);
});

test('each further try may use only what is left of the deadline', async () => {
  const left: number[] = [];
  await guarded()
    .guard.read(call, async (leftMs) => {
      left.push(leftMs);
      throw failure({ kind: 'unreachable' });
    })
    .catch(() => undefined);
  expect(left).toHaveLength(3);
  expect(left[0]).toBeLessThanOrEqual(2_000);
  expect([...left].sort((a, b) => b - a)).toEqual(left);
});

test('an action is never tried again', async () => {
  const once = ending(failure({ kind: 'unreachable', mayHaveHappened: true }));
  await expect(guarded().guard.act('POST /x', once.operation)).rejects.toMatchObject({ mayHaveHappened: true });
  expect(once.tries()).toBe(1);
});

test('five failures in a row open the breaker, the first success after it closes it', async () => {
  const { guard, states } = guarded();
  const down = ending(failure({ kind: 'timeout' }));
  for (let read = 0; read < 5; read += 1) await guard.read(call, down.operation).catch(() => undefined);
  expect(states()).toEqual(['open']);
  const unasked = ending('done');
  await expect(guard.read(call, unasked.operation)).rejects.toMatchObject({
    kind: 'circuit-open',
    mayHaveHappened: false,
  });
  await expect(guard.act('POST /x', unasked.operation)).rejects.toMatchObject({ kind: 'circuit-open' });
  expect(unasked.tries()).toBe(0);
  await vi.waitFor(async () => expect(await guard.read(call, unasked.operation)).toBe('done'), { timeout: 10_000 });
  expect(states()).toEqual(['open', 'half-open', 'closed']);
});

test('refusals that are no fault of the server do not open the breaker', async () => {
  const { guard, states } = guarded();
  for (const details of [{ status: 403 }, { status: 404 }, { kind: 'unreadable' }, { kind: 'credentials' }] as const)
    for (let read = 0; read < 5; read += 1)
      await guard.read(call, ending(failure(details)).operation).catch(() => undefined);
  expect(states()).toEqual([]);
});

test.each(['read', 'act'] as const)('a server that asks for time, met by %s, gets it from everybody', async (how) => {
  const { guard } = guarded();
  const busy = ending(failure({ status: 503, retryAfterMs: 60_000 }));
  await guard[how](call, busy.operation).catch(() => undefined);
  const next = ending('done');
  for (const other of ['read', 'act'] as const) {
    const error: unknown = await guard[other](call, next.operation).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'circuit-open', mayHaveHappened: false });
    expect(error instanceof EmError && (error.retryAfterMs ?? 0)).toBeGreaterThan(50_000);
  }
  expect(next.tries()).toBe(0);
});
