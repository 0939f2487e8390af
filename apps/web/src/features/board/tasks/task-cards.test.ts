import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { madeJob } from '#lib/test-rows.ts';
import type { Outcome } from '../retry/outcome.ts';
import { RefusedCard } from './task-card.tsx';
import { TaskCards } from './task-cards.tsx';

function refusedOf(number: number): Outcome {
  const problem = { text: `Reason ${number}`, emMessage: null };
  return { job: madeJob(number), at: 1, problem, isKnown: true, openTask: null, limited: false };
}

function NoEnd() {
  return null;
}

function alertsOf(count: number): number {
  const none = {
    ended: [],
    endedInAll: 0,
    tasks: [],
    failed: [],
    pending: new Set<string>(),
    onRetry: () => undefined,
    onDismiss: () => undefined,
  };
  const refused = Array.from({ length: count }, (_, n) => refusedOf(n + 1));
  const drawn = renderToStaticMarkup(createElement(TaskCards, { ...none, refused, CancelTask: NoEnd }));
  return drawn.split('role="alert"').length - 1;
}

test('retries that were not sent alarm once, however many they are, and not again when all are shown', () => {
  expect([alertsOf(1), alertsOf(2), alertsOf(24)]).toEqual([1, 1, 1]);
  const one = renderToStaticMarkup(createElement(RefusedCard, { outcome: refusedOf(1), onDismiss: () => undefined }));
  expect(one).toContain('Reason 1');
  expect(one).not.toContain('alert');
});
