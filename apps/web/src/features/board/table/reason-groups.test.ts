import { expect, test } from 'vitest';
import { reasonGroups } from './reason-groups.ts';

test('the same reason of several machines is shown once, that of the most machines first', () => {
  const full = 'There is not enough space on the disk.';
  const reasons = [
    { machine: 'a', text: 'Broken pipe' },
    { machine: 'b', text: full },
    { machine: 'c', text: full },
    { machine: 'c', text: full },
  ];
  expect(reasonGroups(reasons)).toEqual([
    { machines: ['b', 'c'], text: full },
    { machines: ['a'], text: 'Broken pipe' },
  ]);
  expect(reasonGroups([])).toEqual([]);
});

test('reasons that differ only in the name of their own machine are one, with the name left open', () => {
  const reasons = ['srv01', 'srv02'].map((machine) => ({ machine, text: `Failed to connect to ${machine}. Code: 53` }));
  expect(reasonGroups(reasons)).toEqual([
    { machines: ['srv01', 'srv02'], text: 'Failed to connect to <machine>. Code: 53' },
  ]);
  expect(reasonGroups([{ machine: '', text: 'No machine was read' }])).toEqual([
    { machines: [''], text: 'No machine was read' },
  ]);
});

test('codes distinguish reasons', () => {
  const reasons = [53, 67].map((code) => ({ machine: `m${code}`, text: `Win32 error. Code: ${code}` }));
  expect(reasonGroups(reasons)).toHaveLength(2);
});
