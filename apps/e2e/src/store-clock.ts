import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Stage } from './stage.ts';

/** Makes it longer ago that the channels of notices began to fail, as if time had passed; the server must not be running. */
export function backdateFailing({ dataDir }: Stage, minutes: number): void {
  const store = new DatabaseSync(join(dataDir, 'retry-desk.sqlite'));
  store.prepare('update notice_channels set failing_since = failing_since - ?').run(minutes * 60_000);
  store.close();
}
