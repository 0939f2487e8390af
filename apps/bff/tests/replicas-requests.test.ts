import { randomUUID } from 'node:crypto';
import { problem as problemSchema, task as taskSchema } from '@retry-desk/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clockAhead, type Person, type Replica, replicaStage } from './replica-stage.ts';
import { postgresBench } from './stores.ts';

const postgres = postgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const BUSY = { timeout: 600_000 };

async function retry(replica: Replica, jobId: string, who: Person, key?: string): Promise<Response> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  return replica.call('POST', `/api/agents/jobs/${jobId}?action=retry`, who, {}, headers);
}

test(
  'a task is cancelled from another process than the one that began it, once, and under the name of the person',
  BUSY,
  async () => {
    const stage = await replicaStage(await postgres.place(), { speed: 0.01 });
    const { id } = stage.em.world.addJob({ name: 'Oracle', machines: ['m'], last: 'failed', outcome: 'refuse-result' });
    const [a, b] = [await stage.begin(), await stage.begin(clockAhead(3_600_000))];
    const [anna, ben] = [await a.signIn('anna'), await b.signIn('ben')];
    const { taskId } = taskSchema.parse(await (await retry(a, id, anna)).json());
    const ended = await b.call('DELETE', `/api/tasks/${taskId}`, ben);
    expect([202, 204], await ended.text()).toContain(ended.status);
    for (const replica of [a, b]) {
      await expect
        .poll(
          async () => taskSchema.parse(await (await replica.call('GET', `/api/tasks/${taskId}`, anna)).json()).state,
          {
            timeout: 120_000,
          },
        )
        .toBe('stopped');
    }
    const task = taskSchema.parse(await (await a.call('GET', `/api/tasks/${taskId}`, anna)).json());
    expect(task.steps.map(({ evidence }) => evidence).join('\n')).toMatch(
      /TECH\\ben requested[\s\S]+was cancelled by TECH\\ben/,
    );
    expect(
      stage.em.requests.filter(({ method, path }) => method === 'DELETE' && path.includes('/tasks/')),
    ).toHaveLength(1);
  },
);

test(
  'the same Idempotency-Key at two processes is answered alike, and every task it names is there',
  BUSY,
  async () => {
    const stage = await replicaStage(await postgres.place());
    const fine = stage.em.world.addJob({ name: 'Fine', machines: ['m'], last: 'success' });
    const failed = stage.em.world.addJob({ name: 'Failed', machines: ['m'], last: 'failed', outcome: 'failed' });
    const [a, b] = [await stage.begin(), await stage.begin()];
    const anna = await a.signIn('anna');
    // Between the intent and its refusal there is time for the other process to check.
    stage.em.faults.add({
      path: /BackupJobSession.*JobUid/,
      times: Number.POSITIVE_INFINITY,
      do: { kind: 'delay', ms: 300 },
    });
    for (const job of [fine, fine, fine, failed]) {
      const key = randomUUID();
      const answers = await Promise.all([
        retry(a, job.id, anna, key),
        retry(b, job.id, anna, key),
        retry(b, job.id, anna, key),
      ]);
      const statuses = new Set(answers.map(({ status }) => status));
      expect(statuses).toEqual(new Set([job === fine ? 409 : 202]));
      const bodies = await Promise.all(answers.map((answer) => answer.json()));
      if (job === fine) {
        expect(new Set(bodies.map((body) => problemSchema.parse(body).code))).toEqual(new Set(['job-not-failed']));
        continue;
      }
      expect(new Set(bodies.map((body) => taskSchema.parse(body).taskId)).size).toBe(1);
      for (const answer of answers) {
        expect((await b.call('GET', answer.headers.get('location') ?? '', anna)).status).toBe(200);
      }
    }
    expect(stage.em.executions).toHaveLength(1);
  },
);
