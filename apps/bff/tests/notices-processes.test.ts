import { once } from 'node:events';
import { type Notice, notice as noticeSchema } from '@retry-desk/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiver } from './notice-receiver.ts';
import { type Replica, replicaStage } from './replica-stage.ts';
import { postgresBench } from './stores.ts';

const postgres = postgresBench();
beforeAll(() => postgres.start(), 120_000);
afterAll(() => postgres.stop());

const inShort = ({ event, status, number }: Notice) => `${event} ${status} ${number}`;

/** Whether it is the one that reads Enterprise Manager for all. */
async function leads(replica: Replica): Promise<boolean> {
  return (await (await replica.call('GET', '/metrics')).text()).includes('retry_desk_reads_em 1');
}

test('two processes send each notice once, and the one that is left resolves what the killed one fired', {
  timeout: 900_000,
}, async () => {
  const stage = await replicaStage(await postgres.place(), { jobs: 0, speed: 60 });
  const { url, received } = await receiver((response) => response.writeHead(204).end());
  const notices = () => received.map(({ body }) => noticeSchema.parse(JSON.parse(body)));
  const job = stage.em.world.addJob({ name: 'Mail', machines: ['m-1'], last: 'failed', outcome: 'success' });
  const settings = { NOTIFY_WEBHOOK_URL: url.href };
  const both = [await stage.begin(settings), await stage.begin(settings)];
  await expect.poll(() => notices().map(inShort), { timeout: 180_000 }).toEqual(['failed firing 1']);

  const roles = await Promise.all(both.map(leads));
  expect(roles.filter(Boolean)).toHaveLength(1);
  const [leader, other] = roles[0] ? both : both.toReversed();
  const ended = leader && once(leader.child, 'exit');
  leader?.child.kill('SIGKILL');
  await ended;
  const anna = await other?.signIn('anna');
  const retry = () => other?.call('POST', `/api/agents/jobs/${job.id}?action=retry`, anna, { note: 'x' });
  await expect.poll(async () => (await retry())?.status, { timeout: 60_000 }).toBe(202);
  await expect
    .poll(() => notices().map(inShort).sort(), { timeout: 120_000 })
    .toEqual(['failed firing 1', 'failed resolved 2', 'retry-ended resolved 1']);
  const [fired, resolved] = notices().filter(({ event }) => event === 'failed');
  expect(resolved?.key).toBe(fired?.key);
  expect(new Set(notices().map(({ id }) => id)).size).toBe(3);
});
