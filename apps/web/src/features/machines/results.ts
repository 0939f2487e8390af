import type { JobRow, MachineList } from '@retry-desk/contract';
import { type MarkState, markOfJob, markOfResult } from '#lib/marks.ts';
import { machineWords as words } from './words.ts';

export type Machine = MachineList['machines'][number];

/** One line of the search dialog that Enter can open. */
export type Find =
  | { kind: 'job'; id: string; label: string; about: string | null; mark: MarkState; jobId: string }
  | { kind: 'machine'; id: string; label: string; about: string | null; mark: MarkState; machine: string }
  | { kind: 'person'; id: string; label: string; about: null; mark: null; person: string };

const most = 6;

/** The results, in the order in which the arrow keys go through it: jobs, machines, then the person as typed. */
export function findsOf(text: string, jobs: readonly JobRow[], machines: readonly Machine[]): Find[] {
  const person = text.trim();
  if (person === '') return [];
  return [
    ...jobs.slice(0, most).map(
      (job): Find => ({
        kind: 'job',
        id: `job ${job.id}`,
        label: job.name,
        about: job.backupServer,
        mark: markOfJob(job),
        jobId: job.id,
      }),
    ),
    ...machines.slice(0, most).map((machine): Find => {
      const last = machine.results[0];
      return {
        kind: 'machine',
        id: `machine ${machine.machine}`,
        label: machine.machine,
        about: last?.jobName ?? null,
        mark: last ? markOfResult[last.result] : 'unknown',
        machine: machine.machine,
      };
    }),
    { kind: 'person', id: `person ${person}`, label: person, about: null, mark: null, person },
  ];
}

/** The announcement of a search: nothing while somebody types or it is being read, then how many are listed. */
export function spokenOf(search: { finds: readonly Find[]; isComplete: boolean; hasFailed: boolean }): string {
  if (!search.isComplete) return '';
  if (search.hasFailed) return words.dialogFailed;
  const listed = (kind: Find['kind']) => search.finds.filter((find) => find.kind === kind).length;
  return `${words.dialogFound(listed('job'), listed('machine'))} ${words.keys}`;
}
