import { expect, test } from 'vitest';
import type { Outcome, SimulatorOptions } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { validateXml } from './schema-check.ts';
import { logOn, send, textsOf } from './talk.ts';

const MINUTE = 60_000;

/** A retry, begun, and how to read its task. */
async function retried(outcome: Outcome, options: SimulatorOptions = {}) {
  const clock = handClock();
  const em = await begin({ clock, jobs: 1, ...options });
  const job = em.world.addJob({ name: 'Retried', machines: ['m'], last: 'failed', outcome });
  const headers = await logOn(em);
  clock.at += MINUTE;
  await send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  clock.at += 2001;
  const read = async (more: Record<string, string> = {}) =>
    (await send(em, '/api/tasks/task-1', { headers: { ...headers, ...more } })).body;
  return { em, clock, headers, job, read };
}

test.each<[Outcome, string]>([
  ['refuse-silent', '<Result Success="false" />'],
  ['needs-credentials', '<Result Success="false" CredentialsNeeded="true"><Message>'],
  ['needs-confirmation', '<Result Success="false" ConfirmationNeeded="true"><Message>'],
])('a retry with the outcome %s ends with %s', async (outcome, result) => {
  const { read } = await retried(outcome);
  expect(await read()).toContain(result);
  expect(validateXml(await read())).toEqual([]);
});

test('an action that asks back does so in JSON too', async () => {
  const { read } = await retried('needs-credentials', { flavour: 'v13' });
  const task: unknown = JSON.parse(await read({ Accept: 'application/json' }));
  expect(task).toMatchObject({ result: { success: false, credentialsNeeded: true } });
});

test('the result of a task that runs is absent, and null in JSON', async () => {
  const { clock, read } = await retried('success');
  clock.at -= 2001;
  expect(await read()).not.toContain('Result');
  expect(JSON.parse(await read({ Accept: 'application/json' }))).toMatchObject({ State: 'Running', Result: null });
});

test('a server without messages leaves the message out of a success too', async () => {
  const { read } = await retried('success', { taskMessages: false });
  expect(await read()).toContain('<Result Success="true" />');
});

test('a task can stay in OperationFinished until its run has been collected', async () => {
  const { em, clock, read } = await retried('success', { collectionMinutes: 15, tasksWaitForCollection: true });
  expect(textsOf(await read(), 'State')).toEqual(['OperationFinished']);
  clock.at += 5 * MINUTE;
  expect(await read()).toContain('<Result Success="true"><Message>OperationFinished</Message></Result>');
  em.world.collect();
  expect(textsOf(await read(), 'State')).toEqual(['Finished']);
  expect(await read()).toContain('Type="BackupJobSession"');
});

test('a task that waits is finished by the next collection that nobody asked for', async () => {
  const { clock, read } = await retried('success', { collectionMinutes: 15, tasksWaitForCollection: true });
  clock.at += 12 * MINUTE;
  expect(textsOf(await read(), 'State')).toEqual(['OperationFinished']);
  clock.at += 2 * MINUTE;
  expect(textsOf(await read(), 'State')).toEqual(['Finished']);
});
