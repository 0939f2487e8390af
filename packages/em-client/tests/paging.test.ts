import { afterEach, expect, test } from 'vitest';
import { createEnterpriseManager, type EnterpriseManager } from '../src/index.ts';
import { type PlayedServer, play, xml } from './played-server.ts';
import { queryXml, runXml } from './shapes.ts';

const running: { server: PlayedServer; em: EnterpriseManager }[] = [];
afterEach(async () => {
  for (const { em, server } of running.splice(0)) {
    await em.close();
    await server.stop();
  }
});

function runId(index: number): string {
  return `${String(index).padStart(8, '0')}-1111-4222-8333-444455556666`;
}

function createdOf(id: number): number {
  return Date.UTC(2026, 0, 1) + id * 60_000;
}

/** A list of runs, newest first, that `change` may alter before each answer. */
async function listOf(count: number, change: (ids: number[], asked: number) => void, takesFilter = true) {
  let asked = 0;
  const ids = Array.from({ length: count }, (_, index) => count - index);
  const server = await play((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const page = Number(query.get('page'));
    const size = Number(query.get('pageSize'));
    change(ids, ++asked);
    const before = /CreationTime<([^;]+)/.exec(query.get('filter') ?? '')?.[1];
    const listed = takesFilter && before ? ids.filter((id) => createdOf(id) < Date.parse(before)) : ids;
    const some = listed.slice((page - 1) * size, page * size);
    const elements = some.map((id) => runXml({ id: runId(id), created: new Date(createdOf(id)).toISOString() }));
    xml(response, queryXml('BackupJobSessions', elements.join(''), page, Math.ceil(listed.length / size)));
  });
  const em = createEnterpriseManager({
    url: server.url,
    username: 'svc',
    password: 'p',
    tls: { kind: 'system' },
    pageSize: 10,
  });
  running.push({ server, em });
  return { em, server };
}

function idsOf(runs: { id: string }[]): number[] {
  return runs.map(({ id }) => Number(id.slice(0, 8)));
}

test('a list is read to its last page, newest first', async () => {
  const { em } = await listOf(57, () => undefined);
  expect(idsOf(await em.runs({}))).toEqual(Array.from({ length: 57 }, (_, index) => 57 - index));
});

test('a server that takes no filter by time is read by number, to its last page', async () => {
  const { em } = await listOf(57, () => undefined, false);
  expect(idsOf(await em.runs({}))).toEqual(Array.from({ length: 57 }, (_, index) => 57 - index));
});

test('runs that begin while pages are read cost none and double none', async () => {
  const { em } = await listOf(35, (ids, asked) => {
    if (asked > 1) ids.unshift(Math.max(...ids) + 1);
  });
  const found = idsOf(await em.runs({}));
  expect(new Set(found).size).toBe(found.length);
  for (let id = 1; id <= 35; id += 1) expect(found).toContain(id);
});

test('runs that end their thirty days while pages are read cost no others', async () => {
  const { em } = await listOf(35, (ids, asked) => {
    if (asked === 2) ids.pop();
  });
  const found = idsOf(await em.runs({}));
  for (let id = 2; id <= 35; id += 1) expect(found).toContain(id);
});

test('runs that vanish from the head of the list cost no others', async () => {
  const { em } = await listOf(35, (ids, asked) => {
    if (asked === 2) ids.shift();
  });
  const found = idsOf(await em.runs({}));
  for (let id = 1; id <= 34; id += 1) expect(found).toContain(id);
});

test('a server that sends the same page for ever is refused', async () => {
  const server = await play((_request, response) => xml(response, queryXml('BackupJobSessions', runXml(), 1, 9)));
  const em = createEnterpriseManager({ url: server.url, username: 'svc', password: 'p', tls: { kind: 'system' } });
  running.push({ server, em });
  await expect(em.runs({})).rejects.toMatchObject({ kind: 'unreadable' });
});

test('a limit ends the reading early', async () => {
  const { em, server } = await listOf(57, () => undefined);
  expect(idsOf(await em.runs({ limit: 3 }))).toEqual([57, 56, 55]);
  expect(server.requests.filter(({ path }) => path.includes('/query'))).toHaveLength(1);
});

test('a server that does not take JobType in a filter is asked without it, and the children are left out here', async () => {
  const child = runXml({ id: runId(9), jobType: 'AgentManagement' });
  const server = await play((request, response) => {
    if (request.url?.includes('JobType')) xml(response, '<Error Message="Unknown field" StatusCode="400"/>', 400);
    else xml(response, queryXml('BackupJobSessions', child + runXml({ id: runId(1) })));
  });
  const em = createEnterpriseManager({ url: server.url, username: 'svc', password: 'p', tls: { kind: 'system' } });
  running.push({ server, em });
  expect(idsOf(await em.runs({}))).toEqual([1]);
  expect(idsOf(await em.runs({ limit: 1 }))).toEqual([1]);
});
