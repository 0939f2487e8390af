import type { JobDetail, JobRow, LastGoodList, MachineList, Reason, Task } from '@retry-desk/contract';
import { withoutAccounts } from '@retry-desk/failure-causes';
import { memoByObject } from './memo.ts';

// Reasons quote accounts ("Account: [DOMAIN\svc-backup]"). Operators need them; what viewers and walls get passes here.

/** The very same reasons where none of them names an account. */
function inReasons(reasons: Reason[]): Reason[] {
  const masked = reasons.map((reason) => ({ ...reason, text: withoutAccounts(reason.text) }));
  return masked.every(({ text }, at) => text === reasons[at]?.text) ? reasons : masked;
}

/** A row without accounts: the same object each time, and the row itself where it names none. */
const rowWithoutAccounts: (row: JobRow) => JobRow = memoByObject((row) => {
  const reasons = inReasons(row.reasons);
  return reasons === row.reasons ? row : { ...row, reasons };
});

/** Rows without accounts: the same list each time, and the list itself where none of them names one. */
export const rowsWithoutAccounts: (rows: readonly JobRow[]) => readonly JobRow[] = memoByObject((rows) => {
  const masked = rows.map(rowWithoutAccounts);
  return masked.every((row, at) => row === rows[at]) ? rows : masked;
});

/** A retry without accounts in the words of Enterprise Manager; people and their notes stay. */
export function taskWithoutAccounts<T extends Task>(task: T): T {
  const { em, run } = task;
  return {
    ...task,
    em: em?.message ? { ...em, message: withoutAccounts(em.message) } : em,
    run: run && { ...run, reasons: inReasons(run.reasons) },
  };
}

/** The page of a job without accounts. */
export function jobWithoutAccounts({ job, runs, retries, ...rest }: JobDetail): JobDetail {
  return {
    ...rest,
    job: rowWithoutAccounts(job),
    runs: runs.map((run) => ({ ...run, machines: run.machines?.map(masked) ?? null })),
    retries: retries.map(taskWithoutAccounts),
  };
}

/** The results of a search for machines without accounts. */
export function machinesWithoutAccounts({ machines, ...rest }: MachineList): MachineList {
  return { ...rest, machines: machines.map((machine) => ({ ...machine, results: machine.results.map(masked) })) };
}

/** Machines by the age of their last good backup without accounts. */
export function lastGoodWithoutAccounts({ machines, ...rest }: LastGoodList): LastGoodList {
  return { ...rest, machines: machines.map(newestWithoutAccounts) };
}

/** A machine whose newest result names no account. */
export function newestWithoutAccounts<T extends { newest?: { reason: string | null } | undefined }>(machine: T): T {
  const { newest } = machine;
  return newest === undefined ? machine : { ...machine, newest: masked(newest) };
}

function masked<T extends { reason: string | null }>(result: T): T {
  return result.reason === null ? result : { ...result, reason: withoutAccounts(result.reason) };
}
