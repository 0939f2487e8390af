import { finalRetryStates, retryState, type Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { guidOf, madeTask } from '#lib/test-rows.ts';
import { cardWords } from './card-words.ts';

const run: NonNullable<Task['run']> = {
  id: guidOf(7),
  progress: 41.6,
  result: 'none',
  startedAt: '2026-11-23T08:00:10.000Z',
  endedAt: null,
  machinesTotal: 5,
  machinesDone: 3,
  reasons: [],
};
const em = { taskId: 'task-1', state: 'Finished', success: true, message: 'Job "X" triggered to retry.' };
const ended = { ...run, endedAt: '2026-11-23T08:06:22.000Z', machinesDone: 5 };

function line(task: Task): string {
  const { title, details } = cardWords(task);
  return [title, ...details].join(' · ');
}

test('a running card reports percent and machines, and stands on the fourth step', () => {
  const card = cardWords(madeTask(1, { state: 'running', run, em }));
  expect([card.title, ...card.details]).toEqual(['Backing up', '42 %', '3 of 5 machines done']);
  expect(card.steps?.map(({ text, now, done }) => `${text}${now ? ' now' : done ? ' done' : ''}`)).toEqual([
    'requested done',
    'accepted done',
    'triggered done',
    'running now',
  ]);
  expect(card.quote).toBeNull();
});

test('a run whose progress is not known shows none', () => {
  const card = cardWords(madeTask(1, { state: 'running', run: { ...run, progress: null, machinesDone: null } }));
  expect([card.progress, card.details]).toEqual([null, []]);
});

test('triggered is not backed up: the card quotes Enterprise Manager and shows what is missing', () => {
  const card = cardWords(madeTask(1, { state: 'unseen', em }));
  expect(card).toMatchObject({ mark: 'waiting', title: 'Triggered, not yet collected', quote: em.message });
  expect(card.steps?.find(({ now }) => now)?.text).toBe('triggered');
});

test('an end reports machines and how long the run took', () => {
  expect(line(madeTask(1, { state: 'succeeded', run: { ...ended, result: 'success' } }))).toBe(
    'Backed up · 5 of 5 machines · 6 min 12 s',
  );
});

test('a failure names the machines once and keeps their reasons', () => {
  const reasons = [
    { machine: 'kiosk-03', text: 'Computer was not online' },
    { machine: 'kiosk-03', text: 'and more' },
  ];
  const task = madeTask(1, { state: 'failed', run: { ...ended, result: 'failed', reasons } });
  expect(line(task)).toBe('Failed again · kiosk-03');
  expect(cardWords(task).reasons).toEqual(reasons);
});

test('a machine whose name runs from right to left does not turn the names beside it', () => {
  const reasons = ['\u202e10-vrs', 'kiosk-03'].map((machine) => ({ machine, text: 'Computer was not online' }));
  const task = madeTask(1, { state: 'failed', run: { ...ended, result: 'failed', reasons } });
  expect(cardWords(task).details).toEqual(['\u2068\u202e10-vrs\u2069, kiosk-03']);
});

test('a refusal quotes Enterprise Manager', () => {
  const task = madeTask(1, { state: 'refused', em: { ...em, message: 'Access denied.' } });
  expect(cardWords(task)).toMatchObject({
    mark: 'unknown',
    details: ['by Enterprise Manager'],
    quote: 'Access denied.',
  });
});

test('a request that never reached Enterprise Manager was not refused by it', () => {
  const evidence = 'nothing was sent: the server was interrupted before sending';
  const task = madeTask(1, {
    state: 'refused',
    steps: [{ state: 'refused', at: '2026-11-23T08:00:01.000Z', evidence }],
  });
  expect(cardWords(task)).toMatchObject({
    details: [],
    quote: null,
    note: expect.stringContaining('Nothing was sent'),
  });
});

test('a warning counts the machines that have one, and none where Enterprise Manager names none', () => {
  const reasons = [{ machine: 'lab-1', text: 'Low on space' }];
  const warned = { ...ended, result: 'warning' as const, reasons };
  expect(line(madeTask(1, { state: 'warning', run: warned }))).toBe(
    'Backed up with warnings · warnings on 1 of 5 machines · 6 min 12 s',
  );
  expect(line(madeTask(1, { state: 'warning', run: { ...warned, reasons: [] } }))).toBe(
    'Backed up with warnings · 6 min 12 s',
  );
});

test('a card shows the cause the job had, and after the end what the retry did about it', () => {
  const cause = { key: 'full', title: 'No space left', family: 'space' };
  const of = (change: Partial<Task>) => cardWords(madeTask(1, change)).cause;
  expect(of({ cause: { ...cause, outcome: null } })).toBe('Cause: No space left');
  expect(of({ cause: { ...cause, outcome: 'backed-up' } })).toBe('Cause: No space left · the retry worked');
  expect(of({ cause: { ...cause, outcome: 'same-cause' } })).toContain('failed again for the same cause');
  expect(of({})).toBeNull();
});

test('the card of a retry that is not known to have started shows that, and that it was not sent twice', () => {
  expect(cardWords(madeTask(1, { state: 'unconfirmed' }))).toMatchObject({
    title: 'Not confirmed',
    note: expect.stringContaining('not sent a second time'),
  });
});

test.each(retryState.options)('a card in state %s has its title, and steps as long as it is open', (state) => {
  const card = cardWords(madeTask(1, { state }));
  expect(card.title).not.toBe('');
  expect(card.steps === null).toBe(finalRetryStates.some((final) => final === state));
});
