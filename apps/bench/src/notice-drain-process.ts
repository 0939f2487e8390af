import { note, type Row, row } from './goal.ts';
import { drained, noticeScene, outOfOrder, writeNotices } from './notice-scene.ts';
import { Pace } from './pace.ts';
import { stalled } from './stalled.ts';

const NOTICES = 10_000;
const KEYS = 500;

/** `notice-drain-process.ts DATA-DIR`: sends the lines of an outbox of 10 000 notices that is emptied into a webhook that accepts all. */
async function drainOutbox(dataDir: string): Promise<Row[]> {
  const scene = await noticeScene(dataDir);
  try {
    await writeNotices(scene, NOTICES, KEYS);
    const pace = new Pace();
    pace.take();
    const begunAt = performance.now();
    const { stallMs, result } = await stalled(
      async () => {
        await scene.dispatch.start();
        return await drained(scene, 600_000);
      },
      (turn) => setTimeout(turn, 1),
    );
    const seconds = (performance.now() - begunAt) / 1000;
    pace.take();
    return [
      row(`notices: outbox of ${NOTICES}: not delivered`, result, '<=', 0, ''),
      row(`notices: outbox of ${NOTICES}: out of order`, (await outOfOrder(scene)).length, '<=', 0, ''),
      ...pace.rows(`notices: outbox of ${NOTICES}: longest stall of the loop`, stallMs, 6),
      note(`notices: outbox of ${NOTICES}: emptied in`, seconds, 's'),
    ];
  } finally {
    await scene.close();
  }
}

const rows = await drainOutbox(process.argv[2] ?? '.');
process.send?.(rows, () => process.disconnect());
