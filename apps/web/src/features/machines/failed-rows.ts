import { type Board, endOfRun } from '@retry-desk/contract';

/** A machine that failed in the newest run of its job, once for each reason. */
type FailedRow = { jobId: string; jobName: string; failedAt: string; machine: string; text: string };

/** `unread` while Enterprise Manager has not been read once; `unreadJobs`: how many have failed whose machines are not known yet. Without jobs that no machine failed is nothing good. */
export type FailedRows = { rows: FailedRow[]; unread: boolean; unreadJobs: number; hasJobs: boolean };

/** The machines on the board. */
export function failedRowsOf({ failed, counts }: Pick<Board, 'failed' | 'counts'>): FailedRows {
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
  return { rows, unread: counts.failed === null, unreadJobs, hasJobs: counts.jobs !== 0 };
}
