import { type Board, endOfRun, type JobRow, type Task, type WallBoard } from '@retry-desk/contract';
import { withoutAccounts } from '@retry-desk/failure-causes';

/** The wall's own shape: every member is named here, so that nothing new of the board reaches a shared screen by itself. */
export function wallOf(board: Board): WallBoard {
  const { revision, takenAt, pollSeconds, em, journal, counts } = board;
  return {
    revision,
    takenAt,
    pollSeconds,
    em: {
      state: em.state,
      since: em.since,
      lastGoodAt: em.lastGoodAt,
      ...(em.silentSince === undefined ? {} : { silentSince: em.silentSince }),
      ...(em.readSince === undefined ? {} : { readSince: em.readSince }),
    },
    journal: { state: journal.state, since: journal.since },
    counts: {
      failed: counts.failed,
      retrying: counts.retrying,
      running: counts.running,
      recoveredToday: counts.recoveredToday,
      recovered: counts.recovered,
      jobs: counts.jobs,
    },
    failed: board.failed.flatMap(wallRow),
    tasks: board.tasks.map(wallTask),
  };
}

/** A row as a wall shows it; none for a job without a run. */
export function wallRow(row: JobRow): WallBoard['failed'] {
  if (row.run === null) return [];
  return [
    {
      id: row.id,
      name: row.name,
      state: row.state === 'unknown' ? 'unknown' : 'failed',
      machines: [...new Set(row.reasons.map((reason) => reason.machine))].filter((machine) => machine !== ''),
      machinesFailed: row.run.machinesFailed,
      machinesTotal: row.run.machinesTotal,
      reason: withoutAccounts(row.reasons.find((reason) => reason.text !== '')?.text ?? '') || null,
      cause: row.cause ? { key: row.cause.key, title: row.cause.title, family: row.cause.family } : null,
      failedAt: endOfRun(row.run),
      streak: row.streak,
      lastSuccessAt: row.lastSuccessAt,
      ...(row.readSince === undefined ? {} : { readSince: row.readSince }),
      retrying: row.openRetry !== null,
    },
  ];
}

function wallTask(task: Task): WallBoard['tasks'][number] {
  return {
    taskId: task.taskId,
    jobName: task.jobName,
    state: task.state,
    progress: task.run?.progress ?? null,
    changedAt: task.steps.at(-1)?.at ?? task.requestedAt,
  };
}
