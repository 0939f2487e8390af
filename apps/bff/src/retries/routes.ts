import {
  apiPaths,
  bulkRetryAnswer,
  bulkRetryRequest,
  guid,
  pathTo,
  releaseRequest,
  retryRequest,
  stopRequest,
  type Task,
  type TaskCause,
  task,
  taskList,
  taskListQuery,
} from '@retry-desk/contract';
import * as z from 'zod/mini';
import { csvAnswer, csvForm, tableTypes } from '#csv.ts';
import { defineRoute, Refusal, type Route } from '#route.ts';
import type { Turns } from '#store/turns.ts';
import { taskWithoutAccounts } from '#without-accounts.ts';
import type { Desk } from './desk.ts';
import { taskColumns } from './task-csv.ts';

const jobParams = z.strictObject({ id: guid });
const taskParams = z.strictObject({ id: z.uuid() });

type Clock = { now(): number };

/** The cause that the job of a retry had; undefined where it is not known. */
type CauseOfTask = (taskId: string) => Promise<TaskCause | undefined>;

/** The rows of the retry desk. */
export function retryRoutes(desk: Desk, clock: Clock, exports: Turns, causeOf: CauseOfTask): Route[] {
  return [
    retryOne(desk),
    retrySeveral(desk),
    listRow(desk, clock, exports),
    oneRow(desk, causeOf),
    cancelRow(desk),
    stopRow(desk),
    releaseRow(desk),
  ];
}

function retryOne(desk: Desk): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.job,
    action: 'retry',
    access: ['operator'],
    summary: 'Run a failed job again, at most once.',
    answers: [202],
    refuses: [
      'job-not-failed',
      'run-changed',
      'retry-open',
      'veeam-will-retry',
      'retry-limit',
      'idempotency-mismatch',
      'em-refused',
      'em-unreachable',
    ],
    params: jobParams,
    body: retryRequest,
    output: task,
    async handler({ params, body, caller, header, remoteAddress }) {
      const answer = await desk.retry({
        jobId: params.id,
        runId: body.runId,
        note: body.note,
        overrideLimit: body.overrideLimit,
        unlessVeeamRetries: body.unlessVeeamRetries,
        requestedBy: caller.user,
        person: caller.person,
        sessionId: caller.sessionId,
        from: remoteAddress,
        idempotencyKey: idempotencyKey(header),
      });
      return { status: 202, headers: { location: pathTo(apiPaths.task, answer.taskId) }, body: answer };
    },
  });
}

function retrySeveral(desk: Desk): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.jobs,
    action: 'retry',
    access: ['operator'],
    summary: 'Run several failed jobs again; each has its own result, in the order requested.',
    answers: [202],
    refuses: ['retry-open', 'idempotency-mismatch', 'em-refused', 'em-unreachable'],
    body: bulkRetryRequest,
    output: bulkRetryAnswer,
    async handler({ body, caller, header, remoteAddress }) {
      const answer = await desk.retryMany({
        jobIds: body.jobIds,
        note: body.note,
        overrideLimit: body.overrideLimit,
        unlessVeeamRetries: body.unlessVeeamRetries,
        requestedBy: caller.user,
        person: caller.person,
        sessionId: caller.sessionId,
        from: remoteAddress,
        idempotencyKey: idempotencyKey(header),
      });
      return { status: 202, body: answer };
    },
  });
}

function listRow(desk: Desk, clock: Clock, exports: Turns): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.tasks,
    access: ['operator', 'viewer'],
    summary:
      'Retries, newest first; all of them as CSV for text/csv, as a file for spreadsheets for text/tab-separated-values.',
    files: tableTypes,
    query: taskListQuery,
    output: taskList,
    async handler({ query, header, caller }) {
      const form = csvForm(header('accept'));
      const shown = caller.role === 'operator' ? <T extends Task>(each: T) => each : taskWithoutAccounts;
      if (form === null) {
        const page = await desk.tasks(query);
        return { status: 200, body: { ...page, tasks: page.tasks.map(shown) } };
      }
      const about = { name: 'retries', now: clock.now(), exports };
      return csvAnswer(form, about, taskColumns, eachOf(desk.tasksForExport(query), shown));
    },
  });
}

async function* eachOf<T>(slices: AsyncIterable<readonly T[]>, shown: (one: T) => T): AsyncGenerator<T[]> {
  for await (const slice of slices) yield slice.map(shown);
}

function oneRow(desk: Desk, causeOf: CauseOfTask): Route {
  return defineRoute({
    method: 'GET',
    path: apiPaths.task,
    access: ['operator', 'viewer'],
    summary: 'One retry with every step.',
    params: taskParams,
    output: task,
    async handler({ params, caller }) {
      const found = await desk.task(params.id);
      const cause = await causeOf(params.id);
      const whole = cause === undefined ? found : { ...found, cause };
      return { status: 200, body: caller.role === 'operator' ? whole : taskWithoutAccounts(whole) };
    },
  });
}

function cancelRow(desk: Desk): Route {
  return defineRoute({
    method: 'DELETE',
    path: apiPaths.task,
    access: ['operator'],
    summary: 'Cancel a retry that has not triggered its job yet, or release an unseen one.',
    answers: [202, 204],
    refuses: ['too-late', 'em-refused', 'em-unreachable'],
    params: taskParams,
    async handler({ params, caller, remoteAddress }) {
      const { user, person, sessionId } = caller;
      const outcome = await desk.cancelTask({
        taskId: params.id,
        requestedBy: user,
        person,
        from: remoteAddress,
        sessionId,
      });
      // 202: the wish is written down, and another process has yet to carry it out.
      return { status: outcome === 'stopped' ? 204 : 202 };
    },
  });
}

function stopRow(desk: Desk): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.task,
    action: 'stop',
    access: ['operator'],
    summary: 'Stop the job of a running retry; sent once.',
    answers: [202],
    refuses: ['too-late', 'em-refused', 'em-unreachable'],
    params: taskParams,
    body: stopRequest,
    output: task,
    async handler({ params, body, caller, remoteAddress }) {
      const { user, person, sessionId } = caller;
      const order = { taskId: params.id, requestedBy: user, person, from: remoteAddress, sessionId, note: body.note };
      const answer = await desk.stopJob(order);
      return { status: 202, headers: { location: pathTo(apiPaths.task, answer.taskId) }, body: answer };
    },
  });
}

function releaseRow(desk: Desk): Route {
  return defineRoute({
    method: 'POST',
    path: apiPaths.task,
    action: 'release',
    access: ['operator'],
    summary: 'Free the job of any open retry, with a note that gives the reason; the retry becomes unconfirmed.',
    refuses: ['too-late'],
    params: taskParams,
    body: releaseRequest,
    output: task,
    async handler({ params, body, caller, remoteAddress }) {
      const { user, person, sessionId } = caller;
      await desk.release({
        taskId: params.id,
        requestedBy: user,
        person,
        from: remoteAddress,
        sessionId,
        note: body.note,
      });
      return { status: 200, body: await desk.task(params.id) };
    },
  });
}

function idempotencyKey(header: (name: string) => string | undefined): string | undefined {
  const key = header('idempotency-key');
  if (key !== undefined && !z.uuid().safeParse(key).success) {
    throw new Refusal('bad-request', 'The Idempotency-Key is not a UUID.');
  }
  return key?.toLowerCase();
}
