import { expect, test } from 'vitest';
import { documentOf } from './connection.ts';

test('others have their turn while a page is read', async () => {
  const body = Buffer.from('<Entities><AgentBackupJobs/></Entities>');
  const site = { host: 'em.example', call: 'GET /api/query', isAction: false };
  let turns = 0;
  let isRead = false;
  const others = (): void => {
    turns += 1;
    if (!isRead) setImmediate(others);
  };
  setImmediate(others);
  await documentOf({ status: 200, headers: { 'content-type': 'application/xml' }, body }, 'AgentBackupJob', site);
  isRead = true;
  expect(turns).toBeGreaterThanOrEqual(3);
});
