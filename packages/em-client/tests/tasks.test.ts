import { expect, test } from 'vitest';
import { namespace, type Play, xml } from './played-server.ts';
import { jobId, serverId, taskXml } from './shapes.ts';
import { connected, errorOf } from './stage.ts';

const paging = (page: number, size: number, pages: number) =>
  `<PagingInfo PageNum="${page}" PageSize="${size}" PagesCount="${pages}"/>`;

const ignored = () => undefined;

/** A logon session with so many tasks, one of them perhaps without its id. `understands`: which of our questions it takes. */
function sessionOf(count: number, understands: 'all' | 'no filter' | 'no query', withoutId = ''): Play {
  const all = Array.from({ length: count }, (_, at) =>
    taskXml('Finished')
      .replaceAll('task-1', `task-${at + 1}`)
      .replace(`<TaskId>${withoutId}</TaskId>`, '<TaskId/>'),
  );
  return (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://x');
    if (request.method === 'POST') return xml(response, taskXml().replaceAll('task-1', `task-${count}`), 202);
    if (pathname === '/api/query' && understands === 'no query') {
      return xml(response, `<Error ${namespace} Message="Unknown type" StatusCode="400"/>`, 400);
    }
    const [, number] = /^\/api\/tasks\/task-(\d+)$/.exec(pathname) ?? [];
    if (number !== undefined) {
      const one = all[Number(number) - 1];
      if (one !== undefined) return xml(response, one);
      return xml(response, `<Error ${namespace} Message="Cannot find task" StatusCode="404"/>`, 404);
    }
    const asked = new Set([...(query.get('filter') ?? '').matchAll(/TaskId==([\w-]+)/g)].map(([, id]) => id));
    const numbers = all.map((_, at) => at);
    const filters = asked.size > 0 && understands === 'all';
    const fitting = filters ? numbers.filter((at) => asked.has(`task-${at + 1}`)) : numbers;
    const [page, size] = [Number(query.get('page')), Number(query.get('pageSize'))];
    const some = fitting.slice((page - 1) * size, page * size).map((at) => all[at]);
    const pages = Math.max(1, Math.ceil(fitting.length / size));
    xml(
      response,
      `<QueryResult ${namespace}><Entities><Tasks>${some.join('')}</Tasks></Entities>${paging(page, size, pages)}</QueryResult>`,
    );
  };
}

test.each([
  ['Running', '', null],
  // The reference's own example of a task that is not collected yet (13.0, GET /tasks/{ID}).
  ['OperationFinished', '<Result Success="true"><Message>OperationFinished</Message></Result>', null],
  ['OperationFinished', '<Result Success="false"/>', null],
  ['Finished', '<Result Success="false"><Message>No.</Message></Result>', { success: false, message: 'No.' }],
  ['Finished', '<Result Success="true"/>', { success: true, message: null }],
  ['Finished', '', null],
  // The schema's attributes of a question that nobody here can answer: nothing was carried out.
  ['Finished', '<Result Success="true" ConfirmationNeeded="true"/>', { success: false, message: null }],
  [
    'Finished',
    '<Result Success="true" CredentialsNeeded="true" ConfirmationNeeded="false"/>',
    { success: false, message: null },
  ],
  ['SomethingNew', '<Result Success="true"/>', null],
])('a task in %s with %s has the result %j', async (state, result, expected) => {
  const { em } = await connected((_request, response) => xml(response, taskXml(state, result), 202));
  expect((await em.retry(jobId)).result).toEqual(expected);
});

test('the tasks of a session with ten thousand are counted in one request, and new ones found in one', async () => {
  let count = 10_000;
  const { em, sent } = await connected((...call) => sessionOf(count, 'all')(...call));
  await em.open();
  const mark = await em.markTasks();
  expect(mark?.taskId).toBe('task-10000');
  expect(sent('/query')).toHaveLength(1);
  count = 10_003;
  const found = mark && (await em.retryTasksAfter(mark, ignored));
  expect(found?.map(({ ref }) => ref.taskId)).toEqual(['task-10001', 'task-10002', 'task-10003']);
  // One that finds them, one that finds no more.
  expect(sent('/query')).toHaveLength(3);
});

test('tasks are counted from the highest number seen where some of them have been deleted since', async () => {
  let count = 12;
  const { em } = await connected((...call) => sessionOf(count, 'all')(...call));
  await em.retry(jobId);
  count = 3;
  expect((await em.markTasks())?.taskId).toBe('task-12');
});

test.each(['no filter', 'no query'] as const)(
  'a server that takes %s is asked for known and new tasks by their addresses, however many old ones it lists',
  async (understands) => {
    const { em, sent } = await connected(sessionOf(2_300, understands));
    const { logonId } = (await em.retry(jobId)).ref;
    const refs = ['task-7', 'task-2300', 'task-9999'].map((taskId) => ({ taskId, logonId }));
    for (let time = 0; time < 3; time += 1) {
      expect((await em.tasksById(refs)).map(({ ref }) => ref.taskId)).toEqual(['task-7', 'task-2300']);
      const after = await em.retryTasksAfter({ logonId, taskId: 'task-2297' }, ignored);
      expect(after.map(({ ref }) => ref.taskId)).toEqual(['task-2298', 'task-2299', 'task-2300']);
    }
    expect(sent('/api/tasks?')).toEqual([]);
  },
);

test.each(['no filter', 'no query'] as const)(
  'a server that takes %s has its whole list read for very many tasks',
  async (understands) => {
    const { em } = await connected(sessionOf(230, understands));
    const { logonId } = (await em.retry(jobId)).ref;
    const refs = Array.from({ length: 40 }, (_, at) => ({ taskId: `task-${at + 200}`, logonId }));
    expect(await em.tasksById(refs)).toHaveLength(31);
    expect(await em.retryTasksAfter({ logonId, taskId: 'task-100' }, ignored)).toHaveLength(130);
  },
);

test.each(['all', 'no query'] as const)(
  'one task without an id spoils no other (a server that takes %s)',
  async (understands) => {
    const { em } = await connected(sessionOf(3, understands, 'task-1'));
    const { logonId } = (await em.retry(jobId)).ref;
    const refs = ['task-1', 'task-2', 'task-3'].map((taskId) => ({ taskId, logonId }));
    expect((await em.tasksById(refs)).map(({ ref }) => ref.taskId)).toEqual(['task-2', 'task-3']);
    const after = await em.retryTasksAfter({ logonId, taskId: null }, ignored);
    expect(after.map(({ ref }) => ref.taskId)).toEqual(['task-2', 'task-3']);
  },
);

test('tasks of another logon session are not looked for, and their numbers mean nothing', async () => {
  const { em, sent } = await connected(sessionOf(5, 'all'));
  await em.open();
  const before = sent('/query').length;
  expect(await em.tasksById([{ taskId: 'task-1', logonId: 'another' }])).toEqual([]);
  expect(sent('/query')).toHaveLength(before);
  expect(await errorOf(em.retryTasksAfter({ logonId: 'another', taskId: null }, ignored))).toMatchObject({
    kind: 'session-lost',
  });
});

test("Enterprise Manager's clock is that of its answers, carried on from there", async () => {
  const { em } = await connected((_request, response) =>
    xml(response, taskXml(), 202, { date: 'Sat, 31 Jan 2026 08:00:00 GMT' }),
  );
  expect(em.serverNow()).toBeNull();
  await em.retry(jobId);
  const now = em.serverNow() ?? 0;
  expect(now).toBeGreaterThanOrEqual(Date.parse('2026-01-31T08:00:00Z'));
  expect(now).toBeLessThan(Date.parse('2026-01-31T08:05:00Z'));
});

test('finished tasks of collections are deleted, others are left alone', async () => {
  const states = new Map<string, string>();
  const { em, sent } = await connected((request, response) => {
    const { searchParams: query } = new URL(request.url ?? '', 'http://x');
    if (request.method === 'DELETE') return void response.writeHead(204).end();
    if (request.method === 'POST') {
      const id = `task-${states.size + 1}`;
      states.set(id, states.size === 1 ? 'OperationFinished' : 'Finished');
      return xml(response, taskXml().replaceAll('task-1', id), 202);
    }
    const asked = [...(query.get('filter') ?? '').matchAll(/TaskId==([\w-]+)/g)].flatMap(([, id]) => id ?? []);
    const tasks = asked.map((id) => taskXml(states.get(id)).replaceAll('task-1', id)).join('');
    xml(
      response,
      `<QueryResult ${namespace}><Entities><Tasks>${tasks}</Tasks></Entities>${paging(1, 30, 1)}</QueryResult>`,
    );
  });
  for (let time = 0; time < 4; time += 1) await em.collect(serverId);
  const deleted = sent('/tasks/').map(({ method, path }) => `${method} ${path}`);
  expect(deleted).toEqual(['DELETE /api/tasks/task-1', 'DELETE /api/tasks/task-3']);
});

test('a collection whose task cannot be deleted is asked about once more, not ever after', async () => {
  let made = 0;
  const { em, sent } = await connected((request, response) => {
    const { searchParams: query } = new URL(request.url ?? '', 'http://x');
    if (request.method === 'DELETE') return void response.writeHead(403).end();
    if (request.method === 'POST') return xml(response, taskXml().replaceAll('task-1', `task-${++made}`), 202);
    const asked = [...(query.get('filter') ?? '').matchAll(/TaskId==([\w-]+)/g)].flatMap(([, id]) => id ?? []);
    const tasks = asked.map((id) => taskXml('Finished').replaceAll('task-1', id)).join('');
    xml(
      response,
      `<QueryResult ${namespace}><Entities><Tasks>${tasks}</Tasks></Entities>${paging(1, 30, 1)}</QueryResult>`,
    );
  });
  for (let time = 0; time < 40; time += 1) await em.collect(serverId);
  const most = Math.max(...sent('filter=').map(({ path }) => path.split('TaskId').length - 1));
  expect(most).toBe(1);
});

test('tasks whose numbers do not begin at 1 in a new logon session are found all the same', async () => {
  const { em } = await connected((request, response) => {
    const { searchParams: query } = new URL(request.url ?? '', 'http://x');
    const isAsked = !query.has('filter') || query.get('filter')?.includes('task-501');
    const tasks = isAsked ? taskXml('Finished').replaceAll('task-1', 'task-501') : '';
    const size = Number(query.get('pageSize'));
    xml(
      response,
      `<QueryResult ${namespace}><Entities><Tasks>${tasks}</Tasks></Entities>${paging(1, size, 1)}</QueryResult>`,
    );
  });
  await em.open();
  const logonId = em.logonId ?? '';
  const found = await em.retryTasksAfter({ logonId, taskId: null }, ignored);
  expect(found.map(({ ref }) => ref.taskId)).toEqual(['task-501']);
});

test.each([
  ['without its id', (text: string) => text.replace('<TaskId>task-1</TaskId>', '<TaskId/>')],
  ['called otherwise', (text: string) => text.replaceAll(/(<\/?)Task(?=[ >])/g, '$1EntityTask')],
  ['without its operation', (text: string) => text.replace('<Operation>RetryAgentJob</Operation>', '')],
  ['of another word for a retry', (text: string) => text.replace('RetryAgentJob', 'RetryAgentBackupJob')],
])('a task %s is reported where new retries are looked for: it may be one', async (_how, spoilt) => {
  for (const understands of ['all', 'no query'] as const) {
    const { em } = await connected((request, response) => {
      const isQuery = request.url?.startsWith('/api/query');
      if (isQuery && understands === 'no query') return xml(response, `<Error ${namespace} StatusCode="400"/>`, 400);
      const tasks = spoilt(taskXml('Finished'));
      xml(
        response,
        `<QueryResult ${namespace}><Entities><Tasks>${tasks}</Tasks></Entities>${paging(1, 30, 1)}</QueryResult>`,
      );
    });
    await em.open();
    const unsure: string[] = [];
    const mark = { logonId: em.logonId ?? '', taskId: null };
    expect(await em.retryTasksAfter(mark, ({ why }) => unsure.push(why))).toEqual([]);
    expect(unsure).not.toEqual([]);
  }
});

test('a task of another operation is no retry, and is not reported', async () => {
  const stop = taskXml('Finished').replace('RetryAgentJob', 'StopAgentJob');
  const { em } = await connected((_request, response) =>
    xml(
      response,
      `<QueryResult ${namespace}><Entities><Tasks>${stop}</Tasks></Entities>${paging(1, 30, 1)}</QueryResult>`,
    ),
  );
  await em.open();
  const unsure: string[] = [];
  const mark = { logonId: em.logonId ?? '', taskId: null };
  expect(await em.retryTasksAfter(mark, ({ why }) => unsure.push(why))).toEqual([]);
  expect(unsure).toEqual([]);
});
