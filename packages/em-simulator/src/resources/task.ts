import { type Task, type TaskState, taskStateAt } from '#session/tasks.ts';
import { type Element, element, type Value, value } from '#wire/element.ts';
import { type LinkWish, links, type Sheet } from './sheet.ts';

/** A task as it is now. A finished operation has a result that is no verdict (the reference's example of GET /tasks/{ID}). */
export function taskEntity(sheet: Sheet, task: Task): Element {
  const path = `/tasks/${task.id}`;
  const state = taskStateAt(task, sheet.now);
  const wishes: LinkWish[] = [{ rel: 'Delete', type: 'Task', path }];
  if (state === 'Finished' && task.runId !== undefined && sheet.taskLinksRun) {
    wishes.push({ rel: 'Related', type: 'BackupJobSession', path: `/backupSessions/${task.runId}?format=Entity` });
  }
  return element('Task', { Type: 'Task', Href: sheet.base + path }, [
    links(sheet, wishes),
    value('TaskId', task.id),
    value('State', state),
    value('Operation', task.operation),
    resultOf(task, state, sheet),
  ]);
}

/** How a result asks back. */
const QUESTIONS: Record<'nothing' | 'credentials' | 'confirmation', Record<string, boolean>> = {
  nothing: {},
  credentials: { CredentialsNeeded: true },
  confirmation: { ConfirmationNeeded: true },
};

function resultOf({ success, message, asks }: Task, state: TaskState, { taskMessages }: Sheet): Element | Value {
  switch (state) {
    case 'Running':
      return value('Result', null);
    case 'OperationFinished':
      return element('Result', { Success: true }, [value('Message', state)]);
    case 'Finished':
      return element('Result', { Success: success, ...QUESTIONS[asks ?? 'nothing'] }, [
        value('Message', message === '' || !taskMessages ? null : message),
      ]);
  }
}
