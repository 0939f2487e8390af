import type { Example } from './example.ts';

/*
 * Tasks and errors. Pages of the reference of Enterprise Manager's REST service, builds 13.0.1.1071 and 13.1.0.411, names and
 * order only; the errors as captured from 12.3.2.
 */

const RUNNING = `
Task Type=Task Href
  Links
    Link Rel=Delete Type=Task Href
  TaskId: text
  State: text
  Operation: text`;
const RESULT = `
  Result Success
    Message: text`;
const FINISHED = `
Task Type=Task Href
  Links
    Link Rel=Delete Type=Task Href
  TaskId: text
  State: text
  Operation: text${RESULT}`;

const JOB = 'POST /agents/jobs/{failedJob}?action';

export const TASK_EXAMPLES: readonly Example[] = [
  { source: 'POST /agents/jobs/{ID}?action=retry, 13.0.1.1071', ask: `${JOB}=retry`, task: 'Running', shape: RUNNING },
  { source: 'POST /agents/jobs/{ID}?action=start, 13.0.1.1071', ask: `${JOB}=start`, task: 'Running', shape: RUNNING },
  {
    source: 'POST /backupServers/{ID}?action=collect, 13.1.0.411',
    ask: 'POST /backupServers/{server}?action=collect',
    task: 'Running',
    shape: RUNNING,
  },
  {
    source: 'GET /tasks/{ID}, 13.0.1.1071: the one example whose link has no type',
    ask: `${JOB}=retry`,
    task: 'OperationFinished',
    shape: `
Task Type=Task Href
  Links
-   Link Rel=Delete Href
+   Link Rel=Delete Type=Task Href
  TaskId: text
  State: text
  Operation: text${RESULT}`,
  },
  {
    source: 'POST /agents/jobs/{ID}?action=stop, 13.1.0.411',
    ask: 'POST /agents/jobs/{runningJob}?action=stop',
    task: 'Running',
    shape: RUNNING,
  },
  {
    source: 'POST /agents/jobs/{ID}?action=stop, 13.1.0.411: the task at its end',
    ask: 'POST /agents/jobs/{runningJob}?action=stop',
    task: 'Finished',
    shape: FINISHED,
  },
  { source: 'GET /tasks/{ID}, 13.0.1.1071', ask: `${JOB}=start`, task: 'Finished', shape: FINISHED },
  {
    source: 'POST /agents/jobs/{ID}?action=retry, 13.0.1.1071: the task at its end',
    ask: `${JOB}=retry`,
    task: 'Finished',
    shape: FINISHED,
  },
  {
    source: 'GET /tasks, 13.1.0.411',
    ask: '/tasks',
    shape: `
Tasks
  Task Type=Task Href
    Links
      Link Rel=Delete Type=Task Href
    TaskId: text
    State: text
    Operation: text${RESULT.replaceAll('\n', '\n  ')}`,
  },
  {
    source: 'Captured from 12.3.2: an address that is malformed',
    ask: '/agents/jobs/99999',
    status: 400,
    shape: `
Error Message StatusCode
  FirstChanceExceptionMessage: empty`,
  },
  {
    source: 'Captured from 12.3.2: a resource that was not found',
    ask: '/agents/jobs/00000000-0000-4000-8000-000000000000',
    status: 404,
    shape: `
Error Message StatusCode
  FirstChanceExceptionMessage: text`,
  },
];
