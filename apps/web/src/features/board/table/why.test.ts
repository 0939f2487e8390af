import type { JobRow } from '@retry-desk/contract';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { madeCause, madeJob } from '#lib/test-rows.ts';
import { Why } from './why.tsx';

function linesOf(change: Partial<JobRow>, under?: string): string {
  return renderToStaticMarkup(createElement(Why, { job: madeJob(1, change), under })).replace(/<[^>]*>/g, '');
}

const machines = 'machine-11 of 3 machines';

test('the second line is the cause where it is known, else the reason', () => {
  expect(linesOf({ cause: madeCause('away', { title: 'A share cannot be reached' }) })).toBe(
    `${machines}A share cannot be reached`,
  );
  expect(linesOf({ cause: null })).toBe(`${machines}The network path was not found`);
  expect(linesOf({})).toBe(`${machines}The network path was not found`);
});

test('a reason that says nothing stands beside that, in the words of Enterprise Manager', () => {
  const cause = madeCause('none', { title: 'Enterprise Manager gives no reason', family: 'says-nothing' });
  expect(linesOf({ cause, reasons: [{ machine: 'machine-1', text: 'Failed' }] })).toBe(
    `${machines}Enterprise Manager gives no reason · Failed`,
  );
});

test('where reasons differ, how many more there are is shown', () => {
  const reasons = ['a', 'b', 'c'].map((text) => ({ machine: 'machine-1', text }));
  expect(linesOf({ reasons, cause: madeCause('x', { title: 'Full' }) })).toBe(`${machines}Full+2`);
});

test('under the title of its cause the second line is the reason, unless that may be the reason of another cause', () => {
  const cause = madeCause('full', { title: 'Full' });
  expect(linesOf({ cause }, 'full')).toBe(`${machines}The network path was not found`);
  expect(linesOf({ cause }, 'another')).toBe(`${machines}Full`);
  const reasons = ['a', 'b'].map((text) => ({ machine: 'machine-1', text }));
  expect(linesOf({ cause, reasons }, 'full')).toBe(`${machines}Full+1`);
});
