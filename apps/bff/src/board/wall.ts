import { type Board, type JobRow, needsSince, type Task, type WallBoard } from '@retry-desk/contract';
import { withoutAccounts } from '@retry-desk/failure-causes';

/** The wall's own shape: every member is named here, so that nothing new of the board reaches a shared screen by itself. */
export function wallOf(board: Board): WallBoard {
  const { revision, takenAt, pollSeconds, em, journal, counts, failingChannels } = board;
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
    ...(failingChannels === undefined ? {} : { failingChannels }),
    counts: {
      failed: counts.failed,
      retrying: counts.retrying,
      running: counts.running,
      recoveredToday: counts.recoveredToday,
      recovered: counts.recovered,
      jobs: counts.jobs,
      attention: counts.attention,
      overdue: counts.overdue,
      hung: counts.hung,
      acknowledged: counts.acknowledged,
    },
    failed: board.failed.flatMap(wallRow),
    tasks: board.tasks.map(wallTask),
  };
}

/** A row as a wall shows it; none for a job that needs nobody. */
export function wallRow(row: JobRow): WallBoard['failed'] {
  const { attention } = row;
  if (!attention) return [];
  return [
    {
      id: row.id,
      name: row.name,
      state: row.state === 'unknown' ? 'unknown' : 'failed',
      attention,
      ...(row.overdue === undefined ? {} : { overdue: row.overdue }),
      ...(row.hung === undefined ? {} : { hung: row.hung }),
      acknowledged: row.acknowledged !== undefined,
      machines: [...new Set(row.reasons.map((reason) => reason.machine))].filter((machine) => machine !== ''),
      machinesFailed: row.run?.machinesFailed ?? null,
      machinesTotal: row.run?.machinesTotal ?? null,
      reason: withoutAccounts(row.reasons.find((reason) => reason.text !== '')?.text ?? '') || null,
      cause: row.cause ? { key: row.cause.key, title: row.cause.title, family: row.cause.family } : null,
      failedAt: needsSince(row),
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
