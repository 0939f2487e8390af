import { checkedGuid, taskPath } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { EmError } from './errors/em-error.ts';
import { act, readOne } from './one-record.ts';
import type { EmTask, TaskRef } from './records.ts';
import { comesAfter, taskOf } from './resources/task.ts';
import { taskListsOf } from './task-list.ts';

type Actions = Pick<
  EnterpriseManager,
  'retry' | 'stop' | 'collect' | 'task' | 'tasksById' | 'markTasks' | 'retryTasksAfter' | 'endTask'
>;

/** Calls that change something, and the tasks that EM makes of them. */
export function actionsOf(connection: Connection, heldLogonId: () => string | null): Actions {
  /** The task with the highest number that an answer of ours has named. */
  let newest: TaskRef | null = null;

  async function begin(path: string): Promise<EmTask> {
    const task = await act(connection, path);
    const { taskId, logonId } = task.ref;
    if (newest?.logonId !== logonId || comesAfter(taskId, newest.taskId)) newest = task.ref;
    return task;
  }

  const lists = taskListsOf(connection, heldLogonId, () => newest);
  let collections: TaskRef[] = [];

  /**
   * Deletes the finished tasks of earlier collections: a long backup asks for one a minute, in one logon session. One that
   * cannot be deleted, or is not there, is left alone from then on.
   */
  async function deleteFinishedCollections(): Promise<void> {
    const known = collections.filter(({ logonId }) => logonId === heldLogonId());
    collections = [];
    const listed = await lists.tasksById(known);
    collections = listed.filter(({ state }) => state !== 'finished').map(({ ref }) => ref);
    for (const { ref, state } of listed) {
      if (state === 'finished') await connection.act('DELETE', taskPath(ref), ref.logonId).catch(unlessEmError);
    }
  }

  return {
    retry: async (jobId) => await begin(`/agents/jobs/${checkedGuid(jobId)}?action=retry`),
    stop: async (jobId) => await begin(`/agents/jobs/${checkedGuid(jobId)}?action=stop`),
    collect: async (serverId) => {
      const task = await begin(`/backupServers/${checkedGuid(serverId)}?action=collect`);
      // This one has been asked for, whatever becomes of the others.
      await deleteFinishedCollections().catch(unlessEmError);
      collections.push(task.ref);
      return task;
    },
    task: async (ref) =>
      await readOne(connection, taskPath(ref), 'Task', (node) => taskOf(node, ref.logonId), ref.logonId),
    ...lists,
    endTask: async (ref) => {
      await connection.act('DELETE', taskPath(ref), ref.logonId);
    },
  };
}

function unlessEmError(error: unknown): void {
  if (!(error instanceof EmError)) throw error;
}
