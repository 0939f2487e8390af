import { once } from 'node:events';
import { type Board, board as boardSchema, session as sessionSchema } from '@retry-desk/contract';
import { type DeskScene, ORIGIN, openScene } from './desk-scene.ts';
import { median, note, type Row, row } from './goal.ts';
import { send } from './http-call.ts';
import { preloading } from './preload.ts';

const JOBS = 60;
const CLICKS = 20;
const OLD_TASKS = 10_000;

type Click = { ms: number; requests: number };

/** A click on Retry in a logon session that has lived for months, against one in a session that is new. */
export async function oldTasks(): Promise<Row[]> {
  const scene = await openScene({
    jobs: JOBS,
    environment: { NODE_OPTIONS: preloading('loop-probe.ts'), RETRIES_PER_PERSON_HOUR: '1000' },
  });
  try {
    const answer = await send(`${scene.url}/api/session`, { headers: { cookie: scene.cookie } });
    const { csrfToken } = sessionSchema.parse(JSON.parse(answer.body.toString()));
    const { failed } = boardSchema.parse(
      JSON.parse((await send(`${scene.url}/api/board`, { headers: { cookie: scene.cookie } })).body.toString()),
    );
    const before = await clicks(scene, csrfToken, failed.slice(0, CLICKS));
    await scene.em.command('POST', 'old-tasks', { count: OLD_TASKS });
    await loopDelay(scene);
    const after = await clicks(scene, csrfToken, failed.slice(CLICKS, 2 * CLICKS));
    const { max } = await loopDelay(scene);
    const ms = (list: readonly Click[]) => median(list.map((click) => click.ms));
    return [
      note(`a click in a new logon session, median of ${CLICKS}`, ms(before), 'ms'),
      row(`a click with ${OLD_TASKS} old tasks, longer by (median)`, ms(after) - ms(before), '<=', 200, 'ms'),
      row('requests to Enterprise Manager that it takes', median(after.map((click) => click.requests)), '<=', 5, ''),
      row('longest stall of the event loop meanwhile', max, '<=', 25, 'ms'),
    ];
  } finally {
    await scene.end();
  }
}

async function clicks({ url, cookie, em }: DeskScene, csrf: string, rows: Board['failed']): Promise<Click[]> {
  const made: Click[] = [];
  for (const { id } of rows) {
    const asked = async () =>
      (await em.requests()).filter(({ path }) => path.includes(id) || path.includes('type=Task&')).length;
    const before = await asked();
    const begun = performance.now();
    const answer = await send(`${url}/api/agents/jobs/${id}?action=retry`, {
      method: 'POST',
      headers: { cookie, origin: ORIGIN, 'x-csrf-token': csrf, 'content-type': 'application/json' },
      body: '{}',
    });
    const ms = performance.now() - begun;
    if (answer.status !== 202) throw new Error(`a retry was answered with ${answer.status}: ${answer.body.toString()}`);
    made.push({ ms, requests: (await asked()) - before });
  }
  return made;
}

async function loopDelay({ desk }: DeskScene): Promise<{ max: number }> {
  const printed = once(desk.process.stderr ?? desk.process, 'data');
  desk.process.kill('SIGUSR2');
  return JSON.parse(String((await printed)[0]).replace('loop delay ', ''));
}
