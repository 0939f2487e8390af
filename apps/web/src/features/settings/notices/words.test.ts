import { expect, test } from 'vitest';
import { noticeWords as words } from './words.ts';

test('the name of a button begins with the words that stand on it, so that it can be pressed by voice', () => {
  expect(words.testOf('Webhook')).toBe(`${words.test} by Webhook`);
});

test('events are named one by one where not all of them are sent', () => {
  expect(words.eventNames(['failed', 'overdue', 'hung', 'unreachable', 'silent', 'retry-ended'])).toBe('all events');
  expect(words.eventNames(['failed', 'retry-ended'])).toBe('failed for good, retry ended');
});

test('a delivery is described by its key where that fires and is resolved, else by what it is', () => {
  const key = 'failed:space:vbr01';
  expect(words.keyOf({ event: 'failed', status: 'resolved', key })).toBe(`Resolved · ${key}`);
  expect(words.keyOf({ event: 'test', status: 'resolved', key: 'test:1' })).toBe('test');
  expect(words.keyOf({ event: 'retry-ended', status: 'resolved', key: 'retry:1' })).toBe('retry ended');
});
