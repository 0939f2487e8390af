import { Refusal } from '#http/refusal.ts';
import { askedSlice } from '#query/page.ts';
import { taskEntity } from '#resources/task.ts';
import type { Task } from '#session/tasks.ts';
import { element, inlineList } from '#wire/element.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

function listTasks(call: Call): Reply {
  const all = call.session.tasks.all();
  const { from, to } = askedSlice(call.request.parameters, all.length);
  const shown = all.slice(from, to).map((task) => taskEntity(call.sheet, task));
  return ok(element('Tasks', {}, [inlineList('Tasks', shown)]));
}

/** The task of the path, of this logon session only. Refuses with 404. */
function taskOf(call: Call): Task {
  const task = call.session.tasks.get(idOf(call));
  if (task === undefined) throw new Refusal(404, `Cannot find task [${idOf(call)}]`);
  return task;
}

/** Ends the task; what the backup server has not taken up yet does not happen, a run that has begun goes on. */
function deleteTask(call: Call): Reply {
  const task = taskOf(call);
  call.session.tasks.delete(task.id);
  if (task.runId !== undefined && call.world.now() < task.doneAt) call.world.dropRun(task.runId);
  return { status: 204 };
}

export const taskRoutes: Route[] = [
  { method: 'GET', path: /^\/tasks$/, access: 'sessions', answer: listTasks },
  {
    method: 'GET',
    path: /^\/tasks\/([^/]+)$/,
    access: 'sessions',
    answer: (call) => ok(taskEntity(call.sheet, taskOf(call))),
  },
  { method: 'DELETE', path: /^\/tasks\/([^/]+)$/, access: 'sessions', answer: deleteTask },
];
