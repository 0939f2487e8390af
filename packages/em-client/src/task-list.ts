import { type Connection, sessionLost } from './connection.ts';
import type { EnterpriseManager, OnUnreadable } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { type ListRequest, readList, readListPage } from './lists.ts';
import { countOf } from './query/count.ts';
import { anyOf, compare } from './query/filter.ts';
import type { EmTask, TaskMark, TaskRef, UnreadableElement } from './records.ts';
import { comesAfter, counterOf, taskOf } from './resources/task.ts';
import { tasksByAddress } from './task-addresses.ts';

/** Ids of one question: its address stays below 2 kB. */
const idsPerRequest = 30;
/** Requests on their way at once are few: a task stands no farther than this behind what was known when it was asked for. */
const questionsPerMark = 10;

/** A refusal may have been of the moment. */
const askAgainMs = 10 * 60_000;

/** How Enterprise Manager names a retry of an agent job (reference, POST /agents/jobs/{ID}?action=retry). */
const retryOperation = /^retryagentjob$/i;
/** Names of tasks that are retries all the same; others (StopAgentJob, CollectingBackupServer) are none. */
const maybeRetry = /^$|retry/i;

type TaskLists = Pick<EnterpriseManager, 'tasksById' | 'markTasks' | 'retryTasksAfter'>;

type Listed = EmTask & { id: string };

const listed = (task: EmTask): Listed => ({ ...task, id: `${task.ref.logonId} ${task.ref.taskId}` });

/**
 * Finds tasks without reading all of them: a logon session that has lived for months has made thousands. Tasks can be
 * asked for by TaskId (reference, GET /query?type=Task), and are counters of their session: task-1, task-2. A server that
 * does not take the question is asked for each by its address (reference, GET /tasks/{ID}), and where they are many, or
 * their numbers are not known, for its whole list.
 */
export function taskListsOf(
  connection: Connection,
  held: () => string | null,
  newest: () => TaskRef | null,
): TaskLists {
  /** Until when, on the monotonic clock, tasks are not asked for by TaskId: the server has not taken that question. */
  let notByIdUntil = Number.NEGATIVE_INFINITY;
  const takesTaskId = () => performance.now() >= notByIdUntil;
  const toRecord = (node: Parameters<typeof taskOf>[0], logonId: string) => listed(taskOf(node, logonId));
  const addresses = tasksByAddress(connection);
  // A task without an id of its own is nobody's: it is left out, and spoils no other.
  const list = { path: '/query?type=Task&format=Entities', kind: 'Task', toRecord, apart: true };

  /** The tasks of these ids; null where the server has answered another question. */
  async function byIds(ids: readonly string[], onUnreadable?: OnUnreadable): Promise<Listed[] | null> {
    if (!takesTaskId()) return null;
    const filter = anyOf(...ids.map((id) => compare('TaskId', '==', id)));
    const request = { ...list, path: `${list.path}&filter=${encodeURIComponent(filter)}`, pageSize: ids.length };
    try {
      const { items, unread = [] } = await readListPage(connection, request, 1);
      const wanted = new Set(ids);
      if (items.every(({ ref }) => wanted.has(ref.taskId))) {
        for (const { element } of unread) onUnreadable?.(element);
        return items;
      }
    } catch (error) {
      if (!(error instanceof EmError) || !error.isNotTaken) throw error;
    }
    notByIdUntil = performance.now() + askAgainMs;
    return null;
  }

  /** All of them, by the address that old servers have. */
  function all(onUnreadable: OnUnreadable = () => undefined): Promise<Listed[]> {
    return readList(connection, { ...list, path: '/tasks?format=Entity', pageSize: 100 }, onUnreadable);
  }

  /** These, from a server that cannot be asked for them by TaskId. */
  async function oneByOne(refs: readonly TaskRef[]): Promise<Listed[]> {
    const some = await addresses.of(refs);
    if (some !== null) return some.map(listed);
    const wanted = new Set(refs.map(({ taskId }) => taskId));
    return (await all()).filter(({ ref }) => wanted.has(ref.taskId));
  }

  async function after(mark: TaskMark, onUnsure: OnUnreadable): Promise<Listed[]> {
    const counter = counterOf(mark.taskId ?? 'task-0');
    const found: Listed[] = [];
    for (let asked = 0; counter !== null && asked < questionsPerMark; asked += 1) {
      const first = counter.number + 1 + asked * idsPerRequest;
      const ids = Array.from({ length: idsPerRequest }, (_, at) => `${counter.prefix}${first + at}`);
      const some = await byIds(ids, onUnsure);
      if (some === null) break;
      found.push(...some);
      if (some.length > 0) continue;
      // Numbers that do not begin at 1 are not met from there.
      if (found.length > 0 || mark.taskId !== null || (await countTasks(connection, list)) === 0) return found;
      break;
    }
    if (found.length > 0) return found;
    if (mark.taskId !== null && counter !== null) {
      const some = await addresses.after(counter, mark.logonId);
      if (some !== null) return some.map(listed);
    }
    return (await all(onUnsure)).filter(({ ref }) => mark.taskId === null || comesAfter(ref.taskId, mark.taskId));
  }

  return {
    tasksById: async (refs) => {
      const mine = refs.filter(({ logonId }) => logonId === held());
      const found: Listed[] = [];
      for (let start = 0; start < mine.length; start += idsPerRequest) {
        const some = await byIds(mine.slice(start, start + idsPerRequest).map(({ taskId }) => taskId));
        found.push(...(some ?? (await oneByOne(mine.slice(start)))));
        if (some === null) break;
      }
      return found.filter(({ ref }) => refs.some(({ logonId }) => logonId === ref.logonId)).map(withoutId);
    },
    markTasks: async () => {
      const count = await countTasks(connection, list);
      const logonId = held();
      if (logonId === null) return null;
      const known = newest();
      const seen = known?.logonId === logonId ? known.taskId : null;
      if (count === null) return seen === null ? null : { logonId, taskId: seen };
      const { prefix, number } = counterOf(seen ?? 'task-0') ?? { prefix: null, number: 0 };
      if (prefix === null) return { logonId, taskId: seen };
      const last = Math.max(count, number);
      return { logonId, taskId: last === 0 ? null : `${prefix}${last}` };
    },
    retryTasksAfter: async (mark, onUnsure) => {
      const found = await after(mark, onUnsure);
      if (held() !== mark.logonId)
        throw sessionLost({ host: connection.host, call: 'GET /api/query?type=Task', isAction: false });
      const ours = found.filter(({ ref }) => ref.logonId === mark.logonId);
      for (const task of ours) if (isUnsure(task)) onUnsure(unsure(task));
      return ours.filter(({ operation }) => retryOperation.test(operation)).map(withoutId);
    },
  };
}

/** How many there are now; a session whose tasks were all kept has made as many. */
async function countTasks(connection: Connection, list: Omit<ListRequest<Listed>, 'pageSize'>): Promise<number | null> {
  try {
    return countOf(
      await readListPage(connection, { ...list, pageSize: 1, counting: true, apart: false }, 1),
      () => true,
    );
  } catch (error) {
    if (error instanceof EmError && !error.isSilence) return null;
    throw error;
  }
}

function isUnsure({ operation }: EmTask): boolean {
  return maybeRetry.test(operation) && !retryOperation.test(operation);
}

function unsure({ ref, operation }: EmTask): UnreadableElement {
  const why = `it is not known whether its ${ref.taskId} (${operation || 'no Operation'}) is a retry`;
  return {
    id: null,
    name: ref.taskId,
    jobId: null,
    createdAt: null,
    isOver: false,
    why,
    call: 'GET /api/query?type=Task',
  };
}

function withoutId({ id: _id, ...task }: Listed): EmTask {
  return task;
}
