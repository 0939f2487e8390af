import type { EmTask } from '@retry-desk/em-client';
import type { RetryRow } from '#store/retry-tables.ts';
import type { View } from './view.ts';

/** Whether the task's own end is recorded. A result beside any other state is none. */
export function isRecordedEnd({ em_state: state, em_success: success }: RetryRow): boolean {
  return success !== null && state?.trim().toLowerCase() === 'finished';
}

/** A task as the journal records it. */
export function recordOf(task: EmTask): Partial<RetryRow> {
  return {
    em_task_id: task.ref.taskId,
    logon_id: task.ref.logonId,
    em_state: task.stateText,
    em_success: task.result && Number(task.result.success),
    em_message: task.result?.message ?? null,
  };
}

/** What a look at the task changes in the record. */
export function taskFields(row: RetryRow, task: View['task']): Partial<RetryRow> {
  if (task === null || task === 'unavailable' || task === 'absent' || isRecordedEnd(row)) return {};
  return task === 'lost' || task === 'deleted' ? closedTaskFields(row) : recordOf(task);
}

/** A task that will say no more, and whose end nobody has seen: what it said in between is no last word. */
export function closedTaskFields(row: RetryRow): Partial<RetryRow> {
  if (row.em_task_id === null || isRecordedEnd(row)) return {};
  return { em_state: null, em_success: null, em_message: null };
}
