import { expect, test } from 'vitest';
import { Underway } from './underway.ts';

type Said = { job: { id: string }; word: 'asked' | 'not known' };

const [a, b, c] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

/** A call that goes on until it is ended, and what was heard of it. */
function world() {
  const underway = new Underway<Said>(({ word }) => word === 'asked');
  function ask(jobs: { id: string }[]) {
    const call = { sent: [] as string[], heard: [] as string[], say: (_: Said[]) => {}, end: () => {} };
    const over = underway.ask(
      jobs,
      (outcomes) => call.heard.push(...outcomes.map(({ job, word }) => `${job.id} ${word}`)),
      (free, hear) => {
        call.sent = free.map(({ id }) => id);
        call.say = hear;
        return new Promise<void>((resolve) => {
          call.end = resolve;
        });
      },
    );
    return Object.assign(call, { over });
  }
  return { underway, ask };
}

test('who asks for what is on its way sends only the rest, and is told of all of it', async () => {
  const { underway, ask } = world();
  const first = ask([a, b]);
  const second = ask([b, c]);
  expect([first.sent, second.sent]).toEqual([['a', 'b'], ['c']]);
  second.say([{ job: c, word: 'asked' }]);
  first.say([
    { job: a, word: 'asked' },
    { job: b, word: 'asked' },
  ]);
  expect(first.heard).toEqual(['a asked', 'b asked']);
  expect(second.heard).toEqual(['c asked', 'b asked']);
  expect(underway.ids().size).toBe(0);
  first.end();
  second.end();
  await Promise.all([first.over, second.over]);
});

test('who comes late is told what is known so far, sends nothing, and is done with the first', async () => {
  const { ask } = world();
  const first = ask([a]);
  first.say([{ job: a, word: 'not known' }]);
  const second = ask([a]);
  expect([second.sent, second.heard]).toEqual([[], ['a not known']]);
  first.say([{ job: a, word: 'asked' }]);
  first.end();
  await second.over;
  expect(second.heard).toEqual(['a not known', 'a asked']);
});

test('a job that was settled can be asked for again while the call it was in goes on', async () => {
  const { underway, ask } = world();
  const first = ask([a, b]);
  first.say([{ job: a, word: 'asked' }]);
  const again = ask([a]);
  expect(again.sent).toEqual(['a']);
  first.end();
  await first.over;
  expect([...underway.ids()]).toEqual(['a']);
  again.end();
  await again.over;
  expect(underway.ids().size).toBe(0);
});
