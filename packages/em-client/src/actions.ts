import { checkedGuid, taskPath } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { act, readOne } from './one-record.ts';
import type { EmTask, TaskRef } from './records.ts';
import { comesAfter, taskOf } from './resources/task.ts';
import { taskListsOf } from './task-list.ts';

type Actions = Pick<
  EnterpriseManager,
  'retry' | 'stop' | 'collect' | 'task' | 'tasksById' | 'markTasks' | 'retryTasksAfter' | 'endTask'
>;

/** What changes something, and the tasks that EM makes of it. */
export function actionsOf(connection: Connection, heldLogonId: () => string | null): Actions {
  /** The task with the highest number that an answer of ours has named. */
  let newest: TaskRef | null = null;

  async function begin(path: string): Promise<EmTask> {
    const task = await act(connection, path);
    const { taskId, logonId } = task.ref;
    if (newest?.logonId !== logonId || comesAfter(taskId, newest.taskId)) newest = task.ref;
    return task;
  }

  return {
    retry: async (jobId) => await begin(`/agents/jobs/${checkedGuid(jobId)}?action=retry`),
    stop: async (jobId) => await begin(`/agents/jobs/${checkedGuid(jobId)}?action=stop`),
    collect: async (serverId) => await begin(`/backupServers/${checkedGuid(serverId)}?action=collect`),
    task: async (ref) =>
      await readOne(connection, taskPath(ref), 'Task', (node) => taskOf(node, ref.logonId), ref.logonId),
    ...taskListsOf(connection, heldLogonId, () => newest),
    endTask: async (ref) => {
      await connection.act('DELETE', taskPath(ref), ref.logonId);
    },
  };
}
