import type { JobRow } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { newCauses } from './new-causes.ts';

const cause = (key: string): JobRow['cause'] => ({
  ...{ key, title: `About ${key}`, family: 'space' },
  advice: { kind: 'unknown', evidence: [] },
});
const row = (name: string, run: string, key: string | null, isKnown = false) =>
  ({ name, run: { id: run }, cause: key === null ? null : cause(key), acknowledged: isKnown ? {} : null }) as JobRow; // what the rule reads

const found = (before: JobRow[], after: JobRow[]) =>
  newCauses({ failed: before }, { failed: after }).map((each) => [each.cause.key, each.jobs.map(({ name }) => name)]);

test('a cause is new that was not there at the last look, with all its jobs', () => {
  const before = [row('Mail', 'm1', 'space')];
  expect(found(before, before)).toEqual([]);
  expect(found(before, [...before, row('Files', 'f1', 'space')])).toEqual([]);
  const after = [...before, row('Files', 'f1', 'network'), row('Ledger', 'l1', 'network')];
  expect(found(before, after)).toEqual([['network', ['Files', 'Ledger']]]);
});

test('a cause that comes back after it had gone is new, and one that was acknowledged and no longer is, is not', () => {
  expect(found([], [row('Mail', 'm2', 'space')])).toEqual([['space', ['Mail']]]);
  expect(found([row('Mail', 'm1', 'space', true)], [row('Mail', 'm1', 'space')])).toEqual([]);
});

test('a cause that is merely found of runs that were there is not new, nor one whose jobs are all acknowledged', () => {
  expect(found([row('Mail', 'm1', null)], [row('Mail', 'm1', 'space')])).toEqual([]);
  expect(found([row('Mail', 'm1', null)], [row('Mail', 'm2', 'space')])).toEqual([['space', ['Mail']]]);
  expect(found([], [row('Mail', 'm1', 'space', true)])).toEqual([]);
});
