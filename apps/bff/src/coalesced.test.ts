import { expect, test, vi } from 'vitest';
import { coalesced } from './coalesced.ts';

/** Work that goes on until it is let go. */
function heldWork() {
  const begun: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => void begun.push(resolve));
  return { begun, work };
}

test('requests that come while the work goes on are answered by one more', async () => {
  const { begun, work } = heldWork();
  const { request } = coalesced(work, () => expect.unreachable());
  request();
  request();
  request();
  expect(begun).toHaveLength(1);
  begun[0]?.();
  await vi.waitFor(() => expect(begun).toHaveLength(2));
  begun[1]?.();
  await new Promise(setImmediate);
  expect(begun).toHaveLength(2);
});

test('a failure is reported, and the next request works', async () => {
  let runs = 0;
  const failures: unknown[] = [];
  const { request } = coalesced(
    async () => {
      runs += 1;
      if (runs === 1) throw new Error('away');
    },
    (error) => failures.push(error),
  );
  request();
  await vi.waitFor(() => expect(failures).toHaveLength(1));
  request();
  await vi.waitFor(() => expect(runs).toBe(2));
});

test('after the stop nothing begins, and the work that goes on is waited for', async () => {
  const { begun, work } = heldWork();
  const { request, stop } = coalesced(work, () => expect.unreachable());
  request();
  request();
  let isDone = false;
  const stopped = stop().then(() => {
    isDone = true;
  });
  await new Promise(setImmediate);
  expect(isDone).toBe(false);
  begun[0]?.();
  await stopped;
  expect(begun).toHaveLength(1);
});
