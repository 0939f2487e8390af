import { expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';

type Said = { job: { id: string }; word: 'requested' | 'not known' };

const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

/** A call that goes on until it is ended, and what it reported. */
function world() {
  const inFlight = new InFlight<Said>(({ word }) => word === 'requested');
  function ask(jobs: { id: string }[]) {
    const call = { sent: [] as string[], received: [] as string[], say: (_: Said[]) => {}, end: () => {} };
    const over = inFlight.request(
      jobs,
      (outcomes) => call.received.push(...outcomes.map(({ job, word }) => `${job.id} ${word}`)),
      (free, receive) => {
        call.sent = free.map(({ id }) => id);
        call.say = receive;
        return new Promise<void>((resolve) => {
          call.end = resolve;
        });
      },
    );
    return Object.assign(call, { over });
  }
  return { inFlight, ask };
}

test('a request for jobs that are on their way sends only the rest, and learns of all of them', async () => {
  const { inFlight, ask } = world();
  const first = ask([a, b]);
  const second = ask([b, c]);
  expect([first.sent, second.sent]).toEqual([['a', 'b'], ['c']]);
  second.say([{ job: c, word: 'requested' }]);
  first.say([
    { job: a, word: 'requested' },
    { job: b, word: 'requested' },
  ]);
  expect(first.received).toEqual(['a requested', 'b requested']);
  expect(second.received).toEqual(['c requested', 'b requested']);
  expect(inFlight.ids().size).toBe(0);
  first.end();
  second.end();
  await Promise.all([first.over, second.over]);
});

test('a late caller learns what is known so far, sends nothing, and is done with the first', async () => {
  const { ask } = world();
  const first = ask([a]);
  first.say([{ job: a, word: 'not known' }]);
  const second = ask([a]);
  expect([second.sent, second.received]).toEqual([[], ['a not known']]);
  first.say([{ job: a, word: 'requested' }]);
  first.end();
  await second.over;
  expect(second.received).toEqual(['a not known', 'a requested']);
});

test('a job that was resolved can be requested again while the call it was in goes on', async () => {
  const { inFlight, ask } = world();
  const first = ask([a, b]);
  first.say([{ job: a, word: 'requested' }]);
  const again = ask([a]);
  expect(again.sent).toEqual(['a']);
  first.end();
  await first.over;
  expect([...inFlight.ids()]).toEqual(['a']);
  again.end();
  await again.over;
  expect(inFlight.ids().size).toBe(0);
});
