import {
  byDate,
  EmError,
  type EnterpriseManager,
  isAhead,
  isOver,
  type Run,
  type TaskMark,
} from '@retry-desk/em-client';
import { Refusal } from '#route.ts';
import { BASELINE_RUNS, type Baseline, CLOCK_DIFFERENCE_MS } from './retry.ts';

/** Reads what Enterprise Manager lists of the job right now. @throws EmError */
export async function readBaseline(em: EnterpriseManager, jobId: string): Promise<{ runs: Run[]; baseline: Baseline }> {
  const runs = await em.runs({ jobId, limit: BASELINE_RUNS });
  const dated = runs.toSorted(byDate);
  // One dated ahead must not hide what comes next.
  const newest = dated.find((run) => !isAhead(run, em.now()));
  const taskMark = await markTasks(em);
  return {
    runs,
    baseline: {
      runIds: runs.map((run) => run.id),
      oldestAt: dated.at(-1)?.createdAt ?? null,
      newestAt: newest?.createdAt ?? null,
      taskMark,
      // Where its answers bear no Date, ours has to do, as far as two clocks may differ.
      emSentAt: em.serverNow() ?? em.now() - CLOCK_DIFFERENCE_MS,
    },
  };
}

/**
 * The highest task number of our logon session; null where Enterprise Manager answers without giving it.
 * @throws EmError when it does not answer.
 */
async function markTasks(em: EnterpriseManager): Promise<TaskMark | null> {
  try {
    return await em.markTasks();
  } catch (error) {
    if (error instanceof EmError && !error.isSilence) return null;
    throw error;
  }
}

/** Whether the present runs of the job allow a retry. @throws Refusal `job-not-failed`, `run-changed` */
export function judgeBaseline(runs: readonly Run[], seenRunId: string | null | undefined): void {
  const newest = runs[0];
  if (newest === undefined) throw new Refusal('job-not-failed', 'Enterprise Manager lists no run of this job.');
  if (!isOver(newest)) throw new Refusal('job-not-failed', 'The job is running now.');
  if (newest.result !== 'failed') {
    throw new Refusal('job-not-failed', `The newest run of the job ended with ${newest.resultText}.`);
  }
  if (seenRunId && newest.id !== seenRunId) {
    throw new Refusal('run-changed', 'The job has run and failed again since; look at the newest run first.');
  }
}
