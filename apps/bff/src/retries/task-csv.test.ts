import type { Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { presentTask } from './present.ts';
import { sampleRow } from './samples.ts';
import { tasksToCsv } from './task-csv.ts';

function line(change: Partial<Task>): string {
  const task = { ...presentTask({ row: sampleRow(), steps: [] }), ...change };
  return tasksToCsv([task]).split('\r\n').slice(1).join('\r\n');
}

test.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('a note %j is no formula', (note) => {
  expect(line({ note })).toContain(`,"'${note}",`);
});

test('quotes, commas and line ends stay inside their cell', () => {
  expect(line({ jobName: 'Ora "one", two\nthree' })).toContain(',"Ora ""one"", two\nthree",');
});

test('an ordinary account and job need no quotes', () => {
  expect(line({})).toContain(',TECH\\anna,10.0.0.5,Oracle Backup,');
});
