import type { JobRunMachine } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { byNeed, machineCount, reasonsText } from './machine-summary.ts';

function machine(name: string, result: JobRunMachine['result'], reason: string | null = null): JobRunMachine {
  return { machine: name, state: 'completed', result, startedAt: null, endedAt: null, reason };
}

test('machine results that have not been read are not counted as none', () => {
  expect(machineCount({ machines: null })).toBeNull();
  expect(machineCount({ machines: [] })).toEqual({ failed: 0, total: 0 });
  expect(machineCount({ machines: [machine('a', 'failed'), machine('b', 'success')] })).toEqual({
    failed: 1,
    total: 2,
  });
});

test('failed machines stand first, and names are ordered as people count', () => {
  const rows = [
    machine('pc-10', 'success'),
    machine('pc-9', 'success'),
    machine('z', 'failed'),
    machine('w', 'warning'),
  ];
  expect(byNeed(rows).map((row) => row.machine)).toEqual(['z', 'w', 'pc-9', 'pc-10']);
});

test('the copied text holds each machine with its reason', () => {
  expect(
    reasonsText([machine('a', 'failed', 'VSS timed out'), machine('b', 'success'), machine('c', 'warning', 'slow')]),
  ).toBe('a: VSS timed out\nc: slow');
});
