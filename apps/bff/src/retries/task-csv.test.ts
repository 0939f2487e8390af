import { expect, test } from 'vitest';
import { csvAnswer } from '#csv.ts';
import { createTurns } from '#store/turns.ts';
import { piecesOf } from '../../tests/pieces.ts';
import { type ExportedTask, exportedTask } from './present.ts';
import { sampleRow } from './samples.ts';
import { taskColumns } from './task-csv.ts';

async function* oneOf(task: ExportedTask) {
  yield [task];
}

async function line(change: Partial<ExportedTask>): Promise<string> {
  const task = { ...exportedTask({ row: sampleRow(), steps: [] }), ...change };
  const pieces = await piecesOf<string | Uint8Array>(
    csvAnswer('csv', { name: 'retries', now: 0, exports: createTurns() }, taskColumns, oneOf(task)).body,
  );
  return pieces.join('').split('\r\n').slice(1).join('\r\n');
}

test.each(['=cmd()', '+1', '-1', '@SUM(A1)', '\t1', '\r1'])('a note %j is no formula', async (note) => {
  expect(await line({ note })).toContain(`,"'${note}",`);
});

test('quotes, commas and line ends stay inside their cell', async () => {
  expect(await line({ jobName: 'Ora "one", two\nthree' })).toContain(',"Ora ""one"", two\nthree",');
});

test('an ordinary account and job need no quotes', async () => {
  expect(await line({})).toContain(',TECH\\anna,10.0.0.5,Oracle Backup,');
});

test('the person stands beside the displayed name, where that was recorded', async () => {
  const person = 'oidc https://login.example.com/realms/main 7f3c';
  expect(await line({ person })).toMatch(/,oidc https:\/\/login\.example\.com\/realms\/main 7f3c\r\n$/);
  expect(await line({ person: null })).toMatch(/,\r\n$/);
});
