import { expect, test } from 'vitest';
import type { EnterpriseManagerSimulator } from '#index.ts';
import { begin, handClock } from './begin.ts';
import { logOn, send } from './talk.ts';

const MINUTE = 60_000;
const REFUSED = [202, '<Result Success="false">'];

/** A world that is collected every quarter of an hour, and one job whose last collected run ended so. */
async function lagging(last: 'failed' | 'success' | 'running') {
  const clock = handClock();
  const em = await begin({ clock, collectionMinutes: 15 });
  const job = em.world.addJob({ name: 'Late', machines: ['m'], last });
  const headers = await logOn(em);
  clock.at += MINUTE;
  const act = (action: string) => acted(em, clock, `/api/agents/jobs/${job.id}?action=${action}`, headers);
  return { clock, em, job, act };
}

/** The status of a command and, where a task was made, the result that it ended with. */
async function acted(
  em: EnterpriseManagerSimulator,
  clock: { at: number },
  path: string,
  headers: Record<string, string>,
): Promise<[number, string | undefined]> {
  const { status, body } = await send(em, path, { method: 'POST', headers });
  const id = /<TaskId>([^<]+)/.exec(body)?.[1];
  if (id === undefined) return [status, undefined];
  clock.at += 2001;
  const task = await send(em, `/api/tasks/${id}`, { headers });
  return [status, /<Result [^>]+>/.exec(task.body)?.[0]];
}

test.each(['retry', 'start'])(
  'a %s while a run goes on that is not collected is refused by its task',
  async (action) => {
    const { em, job, act } = await lagging('failed');
    em.world.startRun(job);
    expect(await act(action)).toEqual(REFUSED);
  },
);

test.each(['retry', 'start'])('a %s while a run goes on that is collected is refused by an error', async (action) => {
  const { em, job, clock, act } = await lagging('failed');
  em.world.startRun(job);
  em.world.collect();
  clock.at += 1;
  expect(await act(action)).toEqual([400, undefined]);
});

test('a second retry is refused by its task until the run of the first is collected, then by an error', async () => {
  const { em, job, clock, act } = await lagging('failed');
  expect(await act('retry')).toEqual([202, '<Result Success="true">']);
  em.world.holdRun(job);
  expect(await act('retry')).toEqual(REFUSED);
  em.world.collect();
  clock.at += 1;
  expect(await act('retry')).toEqual([400, undefined]);
});

test('a retry after a success that is not collected is refused by its task, after a collected one by an error', async () => {
  const { em, job, clock, act } = await lagging('failed');
  em.world.startRun(job);
  clock.at += 1;
  em.world.finishRun(job, 'success');
  expect(await act('retry')).toEqual(REFUSED);
  em.world.collect();
  expect(await act('retry')).toEqual([400, undefined]);
});

test('a stop reaches a run that is not collected; it is late where the run is over at the backup server', async () => {
  const { em, job, act } = await lagging('failed');
  em.world.startRun(job);
  expect(await act('stop')).toEqual([202, '<Result Success="true">']);
  const late = await lagging('running');
  late.em.world.finishRun(late.job, 'success');
  expect(await late.act('stop')).toEqual(REFUSED);
});

test('where everything is collected at once, the run that a retry is about to begin is known', async () => {
  const clock = handClock();
  const em = await begin({ clock });
  const job = em.world.addJob({ name: 'Prompt', machines: ['m'], last: 'failed' });
  const headers = await logOn(em);
  const retry = () => send(em, `/api/agents/jobs/${job.id}?action=retry`, { method: 'POST', headers });
  expect([(await retry()).status, (await retry()).status]).toEqual([202, 400]);
});
