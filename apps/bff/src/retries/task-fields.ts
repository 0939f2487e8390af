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

/** The changes that a check of the task makes in the record. */
export function taskFields(row: RetryRow, task: View['task']): Partial<RetryRow> {
  if (task === null || task === 'unavailable' || task === 'absent' || isRecordedEnd(row)) return {};
  return task === 'lost' || task === 'deleted' ? closedTaskFields(row) : recordOf(task);
}

/** A lost task whose end was never seen: its interim result is no final one. */
export function closedTaskFields(row: RetryRow): Partial<RetryRow> {
  if (row.em_task_id === null || isRecordedEnd(row)) return {};
  return { em_state: null, em_success: null, em_message: null };
}
