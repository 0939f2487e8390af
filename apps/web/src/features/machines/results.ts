import type { JobRow, MachineList } from '@retry-desk/contract';
import { type MarkState, markOfJob, markOfResult } from '#lib/marks.ts';
import { machineWords as words } from './words.ts';

export type Machine = MachineList['machines'][number];

/** One line of the search dialog that Enter can open. */
export type Find =
  | { kind: 'job'; id: string; label: string; about: string | null; mark: MarkState; jobId: string }
  | { kind: 'machine'; id: string; label: string; about: string | null; mark: MarkState; machine: string }
  | { kind: 'all-jobs' | 'all-machines'; id: string; label: string; about: null; mark: null; text: string }
  | { kind: 'person'; id: string; label: string; about: null; mark: null; person: string };

const most = 6;

/** The results of a search. Of machines the server lists the first and counts all; those of `unread` jobs are not known yet. */
export type Found = { jobs: readonly JobRow[]; machines: readonly Machine[]; machineCount: number; unread: number };

function findOfJob(job: JobRow): Find {
  return {
    kind: 'job',
    id: `job ${job.id}`,
    label: job.name,
    about: job.backupServer,
    mark: markOfJob(job),
    jobId: job.id,
  };
}

function findOfMachine({ machine, results: [last] }: Machine): Find {
  return {
    kind: 'machine',
    id: `machine ${machine}`,
    label: machine,
    about: last?.jobName ?? null,
    mark: last ? markOfResult[last.result] : 'unknown',
    machine,
  };
}

/** The way to the whole list, where it holds more. */
function findOfAll(kind: 'all-jobs' | 'all-machines', count: number, text: string): Find[] {
  return count > most ? [{ kind, id: kind, label: words.all[kind](count), about: null, mark: null, text }] : [];
}

/** The results, in the order in which the arrow keys go through it: jobs, machines, then the person as typed. */
export function findsOf(typed: string, { jobs, machines, machineCount }: Found): Find[] {
  const text = typed.trim();
  if (text === '') return [];
  return [
    ...jobs.slice(0, most).map(findOfJob),
    ...findOfAll('all-jobs', jobs.length, text),
    ...machines.slice(0, most).map(findOfMachine),
    ...findOfAll('all-machines', machineCount, text),
    { kind: 'person', id: `person ${text}`, label: text, about: null, mark: null, person: text },
  ];
}

/** The line under a complete search: how to go on, or that nothing was found. */
export function hintOf({ jobs, machines, unread }: Found): string {
  if (jobs.length > 0 || machines.length > 0) return words.keys;
  return unread > 0 ? `${words.dialogNothing} ${words.nothingYet(unread)}` : words.dialogNothing;
}

/** The announcement of a search: nothing while somebody types or it is being read, then how many were found and are listed. */
export function spokenOf(search: { found: Found; isComplete: boolean; hasFailed: boolean }): string {
  if (!search.isComplete) return '';
  if (search.hasFailed) return words.dialogFailed;
  const { jobs, machines, machineCount } = search.found;
  const hint = hintOf(search.found);
  return jobs.length + machines.length === 0 ? hint : `${words.dialogFound(jobs.length, machineCount, most)} ${hint}`;
}
