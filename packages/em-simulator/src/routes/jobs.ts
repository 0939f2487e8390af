import { Refusal } from '#http/refusal.ts';
import { rowsOf } from '#query/find-sessions.ts';
import { AGENT_JOB } from '#resources/agent-job.ts';
import { includesOf } from '#resources/agent-job-info.ts';
import { BACKUP_SESSION } from '#resources/backup-session.ts';
import { taskEntity } from '#resources/task.ts';
import { element, inlineList } from '#wire/element.ts';
import { guidIn } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import { collectionOf, guidOfPath, singleOf } from './collections.ts';
import { commandOf } from './commands.ts';
import { type Call, idOf, ok, type Reply, type Route } from './route.ts';

/** The agent job of the path. Refuses a crooked id with 400, an unknown one with 404. */
function agentJobOf(call: Call): Job {
  const id = guidOfPath(call, 'Job');
  return known(call.world.jobs.get(id), id);
}

/** The job of virtual machines of the path. Refuses as `agentJobOf` does. */
function virtualJobOf(call: Call): Job {
  const id = guidOfPath(call, 'Job');
  return known(call.world.virtualJobs.get(id), id);
}

function known(job: Job | undefined, id: string): Job {
  if (job === undefined) throw new Refusal(404, `Cannot find job [${id}]`);
  return job;
}

/** A job that can be read: one of the lists, or the one that the sessions of a single machine name (place not below 0). */
function readableJobOf(call: Call): { job: Job; parent: Job; place: number } {
  const id = guidOfPath(call, 'Job');
  const child = call.world.childJobOf(id);
  const parent = known(call.world.jobs.get(id) ?? child?.job, id);
  if (child === undefined) return { job: parent, parent, place: -1 };
  const machine = parent.machines[child.place] ?? '';
  return {
    job: { ...parent, id, name: `${parent.name} - ${machine}`, machines: [machine] },
    parent,
    place: child.place,
  };
}

function listJobs(call: Call): Reply {
  // By their GUIDs, which is no order.
  const jobs = [...call.world.jobs.values()].toSorted((left, right) => (left.id < right.id ? -1 : 1));
  return ok(collectionOf(call, AGENT_JOB, jobs));
}

function runsOf(call: Call, job: Job, of = -1): Reply {
  const rows = rowsOf(call.world, job, call.world.runsOf(job), 'sessions').filter(({ place }) => place === of);
  const unordered = rows.toSorted((left, right) => (left.run.id < right.run.id ? -1 : 1));
  return ok(collectionOf(call, BACKUP_SESSION, unordered));
}

function listIncludes(call: Call): Reply {
  const includes = includesOf(readableJobOf(call).job, call.sheet);
  return ok(element('ObjectsInAgentBackupJob', {}, [inlineList('ObjectInAgentBackupJobs', includes)]));
}

function oneInclude(call: Call): Reply {
  const { job } = readableJobOf(call);
  const id = guidIn(idOf(call, 1)) ?? idOf(call, 1);
  const include = includesOf(job, call.sheet).find(({ attributes }) => `${attributes.Href}`.endsWith(`/${id}`));
  if (include === undefined) throw new Refusal(404, `Cannot find object [${id}] in job [${job.id}]`);
  return ok(include);
}

/** Carries out what a POST asks of a job. */
function command(jobOf: (call: Call) => Job): (call: Call) => Reply {
  return (call) => ({ status: 202, body: taskEntity(call.sheet, commandOf(call, jobOf(call))) });
}

export const jobRoutes: Route[] = [
  { method: 'GET', path: /^\/agents\/jobs$/, access: 'administrator', answer: listJobs },
  {
    method: 'GET',
    path: /^\/agents\/jobs\/([^/]+)$/,
    access: 'administrator',
    answer: (call) => ok(singleOf(call, AGENT_JOB, readableJobOf(call).job)),
  },
  { method: 'POST', path: /^\/agents\/jobs\/([^/]+)$/, access: 'administrator', answer: command(agentJobOf) },
  { method: 'POST', path: /^\/jobs\/([^/]+)$/, access: 'administrator', answer: command(virtualJobOf) },
  { method: 'GET', path: /^\/agents\/jobs\/([^/]+)\/includes$/, access: 'administrator', answer: listIncludes },
  {
    method: 'GET',
    path: /^\/agents\/jobs\/([^/]+)\/includes\/([^/]+)$/,
    access: 'administrator',
    answer: oneInclude,
  },
  {
    method: 'GET',
    path: /^\/agents\/jobs\/([^/]+)\/backupsessions$/,
    access: 'administrator',
    answer(call) {
      const { parent, place } = readableJobOf(call);
      return runsOf(call, parent, place);
    },
  },
  {
    // Clients ask here for the runs of agent jobs as well: sessions name them `urn:veeam:Job:…`.
    method: 'GET',
    path: /^\/jobs\/([^/]+)\/backupsessions$/,
    access: 'sessions',
    answer(call) {
      const id = guidOfPath(call, 'Job');
      return runsOf(call, known(call.world.jobNamedBy(id), id));
    },
  },
];
