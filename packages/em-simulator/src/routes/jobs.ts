import { Refusal } from '#http/refusal.ts';
import { sessionsOfJob } from '#query/rows.ts';
import { wantsEntities } from '#query/run-query.ts';
import { jobEntity, jobReference } from '#resources/agent-job.ts';
import { taskEntity } from '#resources/task.ts';
import { guidIn } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import { sessionList } from './backup-sessions.ts';
import { collectionOf } from './collections.ts';
import { commandOf } from './commands.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

/** The job of the path. Refuses a crooked id with 400, an unknown one with 404. */
function jobOf(call: Call): Job {
  const id = guidIn(idOf(call));
  if (id === undefined) throw new Refusal(400, ` ID ${idOf(call)} is invalid. Type: Job`);
  const job = call.world.jobs.get(id);
  if (job === undefined) throw new Refusal(404, `Cannot find job [${id}]`);
  return job;
}

function listJobs(call: Call): Reply {
  const jobs = [...call.world.jobs.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const entities = wantsEntities(call.request.parameters);
  return ok(collectionOf(call, 'AgentBackupJobs', jobs, entities ? jobEntity : jobReference));
}

function oneJob(call: Call): Reply {
  const job = jobOf(call);
  return ok(wantsEntities(call.request.parameters) ? jobEntity(call.sheet, job) : jobReference(call.sheet, job));
}

function jobSessions(call: Call): Reply {
  return ok(sessionList(call, sessionsOfJob(call.world, jobOf(call), false)));
}

function command(call: Call): Reply {
  const task = commandOf(call, jobOf(call));
  return { status: 202, body: taskEntity(call.sheet, task) };
}

export const jobRoutes: Route[] = [
  { method: 'GET', path: /^\/agents\/jobs$/, access: 'administrator', answer: listJobs },
  { method: 'GET', path: /^\/agents\/jobs\/([^/]+)$/, access: 'administrator', answer: oneJob },
  { method: 'POST', path: /^\/agents\/jobs\/([^/]+)$/, access: 'administrator', answer: command },
  { method: 'GET', path: /^\/agents\/jobs\/([^/]+)\/backupsessions$/, access: 'administrator', answer: jobSessions },
];
