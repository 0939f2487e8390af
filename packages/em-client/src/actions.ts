import { checkedGuid, taskPath } from './addresses.ts';
import type { Connection } from './connection.ts';
import type { EnterpriseManager } from './enterprise-manager.ts';
import { readList } from './lists.ts';
import { act, readOne } from './one-record.ts';
import { taskOf } from './resources/task.ts';

type Actions = Pick<EnterpriseManager, 'retry' | 'stop' | 'collect' | 'task' | 'tasks' | 'endTask'>;

/** What changes something, and the tasks that EM makes of it. */
export function actionsOf(connection: Connection, heldLogonId: () => string | null, pageSize: number): Actions {
  return {
    retry: async (jobId) => await act(connection, `/agents/jobs/${checkedGuid(jobId)}?action=retry`),
    stop: async (jobId) => await act(connection, `/agents/jobs/${checkedGuid(jobId)}?action=stop`),
    collect: async (serverId) => await act(connection, `/backupServers/${checkedGuid(serverId)}?action=collect`),
    task: async (ref) =>
      await readOne(connection, taskPath(ref), 'Task', (node) => taskOf(node, ref.logonId), ref.logonId),
    tasks: async () => {
      const found = await readList(connection, {
        path: '/tasks?format=Entity',
        kind: 'Task',
        toRecord: (node, logonId) => {
          const task = taskOf(node, logonId);
          return { id: `${logonId} ${task.ref.taskId}`, task };
        },
        pageSize,
      });
      // A logon session that ended between two pages took its tasks along.
      return found.map(({ task }) => task).filter(({ ref }) => ref.logonId === heldLogonId());
    },
    endTask: async (ref) => {
      await connection.act('DELETE', taskPath(ref), ref.logonId);
    },
  };
}
