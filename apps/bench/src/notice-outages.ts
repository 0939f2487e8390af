import { setTimeout as wait } from 'node:timers/promises';
import { type Row, row } from './goal.ts';
import { drained, type NoticeScene, noticeScene, outOfOrder, writeNotices } from './notice-scene.ts';

const NOTICES = 100;
const KEYS = 10;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** In real time between two moves of the clock: enough for an attempt. */
const STEP_MS = 60;

/** The channel is away for three hours of the desk's clock, and then back. */
export async function channelAway(dataDir: string): Promise<Row[]> {
  const scene = await noticeScene(dataDir, 503);
  try {
    await scene.dispatch.start();
    await writeNotices(scene, NOTICES, KEYS);
    for (let minute = 0; minute < 180; minute += 1) await step(scene, MINUTE);
    await scene.answerWith(204);
    return await outcome('channel away for 3 h', scene);
  } finally {
    await scene.close();
  }
}

/** The clock goes two days on and back, again and again, while the channel is away, while it fails now and then, and while it works. */
export async function jumpingClock(dataDir: string): Promise<Row[]> {
  const scene = await noticeScene(dataDir, 503);
  try {
    await scene.dispatch.start();
    await writeNotices(scene, NOTICES, KEYS);
    for (let time = 0; time < 40; time += 1) {
      await step(scene, time % 2 === 0 ? 2 * DAY : -2 * DAY);
      await step(scene, time % 3 === 0 ? -2 * DAY : 5 * MINUTE);
      await step(scene, time % 3 === 0 ? 2 * DAY : 0);
      await scene.answerWith(time > 20 && time % 4 === 0 ? 204 : 503);
    }
    await scene.answerWith(204);
    return await outcome('clock that jumps two days', scene);
  } finally {
    await scene.close();
  }
}

async function step(scene: NoticeScene, ms: number): Promise<void> {
  scene.move(ms);
  await wait(STEP_MS);
}

async function outcome(what: string, scene: NoticeScene): Promise<Row[]> {
  // The longest delay is over.
  scene.move(16 * MINUTE);
  const pending = await drained(scene, 60_000);
  const states = await scene.store.db.selectFrom('notice_deliveries').select('state').execute();
  const received = await scene.received();
  const repeated = [...received.values()].filter((ids) => ids.length > 1);
  return [
    row(`notices: ${what}: not delivered of ${NOTICES}`, pending, '<=', 0, ''),
    row(`notices: ${what}: given up`, states.filter(({ state }) => state === 'given-up').length, '<=', 0, ''),
    row(`notices: ${what}: lost`, NOTICES - received.size, '<=', 0, ''),
    row(`notices: ${what}: out of order`, (await outOfOrder(scene)).length, '<=', 0, ''),
    row(`notices: ${what}: under two ids`, repeated.length, '<=', 0, ''),
  ];
}
