import type { CsvColumn } from '#csv.ts';
import type { ExportedTask } from './present.ts';

/** Retries as a table. */
export const taskColumns: readonly CsvColumn<ExportedTask>[] = [
  { name: 'taskId', cell: (task) => task.taskId },
  { name: 'requestedAt', cell: (task) => task.requestedAt },
  { name: 'requestedBy', cell: (task) => task.requestedBy },
  { name: 'requestedFrom', cell: (task) => task.requestedFrom },
  { name: 'job', cell: (task) => task.jobName },
  { name: 'jobId', cell: (task) => task.jobId },
  { name: 'attempt', cell: (task) => task.attempt },
  { name: 'note', cell: (task) => task.note },
  { name: 'state', cell: (task) => task.state },
  { name: 'since', cell: (task) => task.steps.at(-1)?.at ?? null },
  { name: 'emMessage', cell: (task) => task.em?.message ?? null },
  { name: 'runId', cell: (task) => task.run?.id ?? null },
  { name: 'runResult', cell: (task) => task.run?.result ?? null },
  { name: 'runEndedAt', cell: (task) => task.run?.endedAt ?? null },
  {
    name: 'reasons',
    cell: (task) => task.run?.reasons.map(({ machine, text }) => `${machine}: ${text}`).join('\n') ?? null,
  },
  {
    name: 'steps',
    cell: (task) =>
      task.steps.map(({ state, at, evidence }) => `${at} ${state}${evidence ? `: ${evidence}` : ''}`).join('\n'),
  },
  { name: 'person', cell: (task) => task.person },
];
