import type { RetryState, Task } from '@retry-desk/contract';
import { expect, test } from 'vitest';
import { setPreferences } from './preferences.ts';
import { taskNote } from './task-note.ts';
import { madeTask } from './test-rows.ts';

function came(states: readonly RetryState[], evidence: string | null): Task {
  const steps = states.map((state, place) => ({ state, at: `2026-11-23T08:00:0${place}.000Z`, evidence }));
  return madeTask(1, { state: states.at(-1) ?? 'requested', steps });
}

test.each([
  [['requested', 'unconfirmed'], 'It is not known whether the job was started'],
  [['requested', 'accepted', 'triggered', 'unseen', 'unconfirmed'], 'It is not known whether the job was started'],
  [['requested', 'accepted', 'running', 'unconfirmed'], 'The run was found'],
] satisfies [RetryState[], string][])('the unknown outcome after %j is described as far as it goes', (states, note) => {
  expect(taskNote(came(states, 'released by TECH\\ben'))).toMatch(`Released by TECH\\ben. ${note}`);
});

test('a stopped retry reports who ended it, and one without evidence has no note', () => {
  const evidence = 'the task was cancelled by TECH\\ben';
  expect(taskNote(came(['requested', 'accepted', 'stopped'], evidence))).toBe('The task was cancelled by TECH\\ben.');
  expect(taskNote(came(['requested', 'accepted', 'stopped'], null))).toBeNull();
});

test('refusals by Enterprise Manager are left to its own words', () => {
  const em = { taskId: null, state: null, success: null, message: 'Access denied.' };
  expect(taskNote({ ...came(['requested', 'refused'], 'refused with status 400'), em })).toBeNull();
});

test.each(['accepted', 'running', 'succeeded', 'failed'] satisfies RetryState[])('%s needs no note', (state) => {
  expect(taskNote(came(['requested', state], 'seen'))).toBeNull();
});

test('moments in it are shown in the zone that is shown', () => {
  setPreferences({ zone: 'utc' });
  const evidence = 'a run of 2026-11-22T22:37:05.000Z failed, and whether it is this retry’s is not known';
  expect(taskNote(came(['requested', 'unconfirmed'], evidence))).toMatch('A run of 22 Nov 22:37:05 failed');
  setPreferences({ zone: 'local' });
});
