import { type Board, endOfRun } from '@retry-desk/contract';

/** A machine that failed in the newest run of its job, once for each reason. */
export type FailedRow = { jobId: string; jobName: string; failedAt: string; machine: string; text: string };

/**
 * The machines on the board. `unread` while Enterprise Manager has not been read once; `unreadJobs`: how many have failed
 * whose machines are not known yet.
 */
export function failedRowsOf({ failed, counts }: Pick<Board, 'failed' | 'counts'>): {
  rows: FailedRow[];
  unread: boolean;
  unreadJobs: number;
} {
  const rows = failed.flatMap(({ id, name, run, reasons }) =>
    reasons
      .filter(({ machine }) => machine !== '')
      .map(({ machine, text }) => ({
        jobId: id,
        jobName: name,
        failedAt: run ? endOfRun(run) : '',
        machine,
        text,
      })),
  );
  const unreadJobs = failed.filter(({ run }) => run?.machinesFailed === null).length;
  return { rows, unread: counts.failed === null, unreadJobs };
}
