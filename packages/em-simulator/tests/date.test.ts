import { expect, test } from 'vitest';
import type { Fault } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { logOn, send } from './talk.ts';

const HOUR = 3_600_000;

test('every answer bears the time of the clock it was given, whatever its status', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const headers = await logOn(em);
  const bears = async (path: string, status: number, method = 'GET') => {
    const received = await send(em, path, { method, headers: status === 401 ? {} : headers });
    expect([path, received.status, received.headers.date]).toEqual([path, status, new Date(clock.at).toUTCString()]);
  };
  await bears('/api/', 200);
  clock.at += HOUR / 5;
  await bears('/api/tasks', 200);
  clock.at += 1000;
  await bears('/api/agents/jobs/99999', 400);
  await bears('/api/nowhere', 404);
  await bears('/api/sessionMngr/', 401, 'POST');
  clock.at -= 24 * HOUR;
  await bears('/api/tasks', 200);
});

test.each<Fault>([
  { kind: 'status', status: 503 },
  { kind: 'status-after', status: 500 },
  { kind: 'drip', bytesPerSecond: 100_000 },
  { kind: 'slow-headers', bytesPerSecond: 100_000 },
  { kind: 'oddity', name: 'html' },
  { kind: 'huge', megabytes: 1 },
])('an answer with the fault %j bears that time too', async (fault) => {
  const clock = handClock();
  const em = await begin({ clock });
  em.faults.add({ path: /\/api\//, do: fault });
  expect((await send(em, '/api/')).headers.date).toBe('Wed, 11 Mar 2026 09:00:00 GMT');
});

test('an answer that comes late bears the time at which it was sent', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  function hourLater(text: string): string {
    clock.at += HOUR;
    return text;
  }
  em.faults.add({ path: /\/api\//, do: { kind: 'body', transform: hourLater } });
  expect((await send(em, '/api/')).headers.date).toBe('Wed, 11 Mar 2026 10:00:00 GMT');
});

test('a fault may send another time', async () => {
  const em = await begin({ clock: handClock() });
  const date = 'Thu, 01 Jan 1970 00:00:00 GMT';
  em.faults.add({ path: /\/api\//, do: { kind: 'status', status: 503, headers: { Date: date } } });
  expect((await send(em, '/api/')).headers.date).toBe(date);
});
