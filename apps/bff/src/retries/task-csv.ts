import type { Task } from '@retry-desk/contract';

type Column = { name: string; cell: (task: Task) => string | number | null };

const columns: readonly Column[] = [
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
];

/** Retries as CSV (RFC 4180). A cell that a spreadsheet would take for a formula starts with an apostrophe. */
export function tasksToCsv(tasks: readonly Task[]): string {
  const lines = [columns.map(({ name }) => name), ...tasks.map((task) => columns.map(({ cell }) => quote(cell(task))))];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function quote(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
