import { expect, test } from 'vitest';
import type { EnterpriseManager } from '../src/index.ts';
import { type Play, xml } from './played-server.ts';
import { agentJobXml, queryXml, runXml } from './shapes.ts';
import { connected } from './stage.ts';

const dawn = Date.UTC(2026, 10, 23);

/** An answer of one element; `paging` are the attributes of its PagingInfo. */
function oneOf(element: string, paging: string): string {
  return queryXml('BackupJobSessions', element).replace(/<PagingInfo [^>]*>/, `<PagingInfo ${paging}>`);
}

function answering(body: string): Play {
  return (_request, response) => xml(response, body);
}

test('runs and jobs are counted by one request for one element', async () => {
  const { em, sent } = await connected((request, response) => {
    const element = request.url?.includes('AgentBackupJob&') ? agentJobXml() : runXml();
    xml(response, oneOf(element, 'PageNum="1" PageSize="1" PagesCount="4711"'));
  });
  expect(await em.runCount({ createdSince: dawn, createdBefore: dawn + 86_400_000 })).toBe(4_711);
  expect(await em.agentJobCount()).toBe(4_711);
  const paths = sent('/query').map(({ path }) => decodeURIComponent(path));
  expect(paths).toHaveLength(2);
  expect(paths[0]).toMatch(
    /filter=JobType==AgentBackup;CreationTime>=2026-11-23T00:00:00.000Z;CreationTime<2026-11-24/,
  );
  expect(paths.every((path) => path.endsWith('&pageSize=1&page=1'))).toBe(true);
});

test.each(['0', '1'])('nothing on %s pages is none', async (pages) => {
  const { em } = await connected(answering(oneOf('', `PageNum="1" PageSize="1" PagesCount="${pages}"`)));
  expect(await em.runCount({ endedSince: dawn })).toBe(0);
});

test.each([
  ['has no number of pages', queryXml('BackupJobSessions', runXml()).replace(/<PagingInfo.*<\/PagingInfo>/, '')],
  ['makes pages of its own size', oneOf(runXml(), 'PageNum="1" PageSize="100" PagesCount="3"')],
  ['does not give the size of its pages', oneOf(runXml(), 'PageNum="1" PagesCount="3"')],
  ['sends more than was asked for', oneOf(runXml() + runXml(), 'PageNum="1" PageSize="1" PagesCount="2"')],
  ['counts pages and sends nothing', oneOf('', 'PageNum="1" PageSize="1" PagesCount="7"')],
  [
    'sends what the filter leaves out',
    oneOf(runXml({ created: '2026-01-01T00:00:00Z' }), 'PageNum="1" PageSize="1" PagesCount="7"'),
  ],
])('the count of a server that %s is not known', async (_what, body) => {
  const { em } = await connected(answering(body));
  expect(await em.runCount({ createdSince: dawn })).toBeNull();
});

test('a server that does not take JobType in a filter gives no count: children of machines would be in it', async () => {
  const { em, sent } = await connected((request, response) => {
    if (request.url?.includes('JobType')) xml(response, '<Error Message="Unknown field" StatusCode="400"/>', 400);
    else xml(response, oneOf(runXml(), 'PageNum="1" PageSize="1" PagesCount="9"'));
  });
  expect(await em.runCount({ createdSince: dawn })).toBeNull();
  await em.runs({ limit: 1 });
  const before = sent('/query').length;
  expect(await em.runCount({ createdSince: dawn })).toBeNull();
  expect(sent('/query')).toHaveLength(before);
});

test('a count that fails is an error, not an unknown count', async () => {
  const { em } = await connected((_request, response) => xml(response, '<Error Message="no" StatusCode="403"/>', 403));
  await expect(em.runCount({ createdSince: dawn })).rejects.toMatchObject({ kind: 'refused', status: 403 });
});

test('a run on the border of two questions is in one of them, though the border is no whole millisecond', async () => {
  const created = Date.UTC(2026, 10, 23, 4, 12, 0, 120);
  const { em, sent } = await connected(answering(queryXml('BackupJobSessions', runXml())));
  const found = async (filter: Parameters<EnterpriseManager['runs']>[0]) => (await em.runs(filter)).length;
  for (const border of [created - 0.4, created + 0.4, created, created + 1]) {
    expect((await found({ createdSince: border })) + (await found({ createdBefore: border }))).toBe(1);
  }
  const [, since] = /CreationTime>=([^&]+)/.exec(decodeURIComponent(sent('/query')[2]?.path ?? '')) ?? [];
  expect(since).toBe('2026-11-23T04:12:00.121Z');
});
