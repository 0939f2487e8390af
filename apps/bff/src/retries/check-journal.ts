import type { RetryRow, RetryStepRow } from '#store/retry-tables.ts';
import { stepHash } from '#store/step-hash.ts';
import type { DeskContext } from './desk-context.ts';
import { withSteps } from './journal.ts';

const AT_ONCE = 200;
/** More faults than anybody reads; whoever changes a journal by hand seldom changes one line. */
const MOST_FAULTS = 100;

/** What does not fit together. */
type JournalFault = { retryId: string; jobName: string; what: string };
export type JournalCheck = { retries: number; steps: number; faults: JournalFault[] };

/** Reads the whole journal and checks the chain of steps of every retry. Reads only. */
export async function checkJournal({ store }: { store: Pick<DeskContext['store'], 'db'> }): Promise<JournalCheck> {
  const check: JournalCheck = { retries: 0, steps: 0, faults: [] };
  let after = '';
  for (;;) {
    const rows = await store.db
      .selectFrom('retries')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return check;
    after = last.id;
    for (const { row, steps } of await withSteps(store.db, rows)) {
      check.retries += 1;
      check.steps += steps.length;
      const what = faultIn(row, steps);
      if (what !== null && check.faults.length < MOST_FAULTS) {
        check.faults.push({ retryId: row.id, jobName: row.job_name, what });
      }
    }
  }
}

/** The same at the start of the server, beside its work. Never throws. */
export async function logJournalCheck(desk: Pick<DeskContext, 'store' | 'logger'>): Promise<void> {
  try {
    const { faults, ...counts } = await checkJournal(desk);
    if (faults.length === 0) desk.logger.info(counts, 'the journal is as it was written');
    else desk.logger.error({ ...counts, faults }, inWords({ faults, ...counts }));
  } catch (error) {
    desk.logger.warn({ err: error }, 'the journal could not be checked');
  }
}

/** What the check found, for the administrator. */
export function inWords({ retries, steps, faults }: JournalCheck): string {
  const size = `${retries} retries with ${steps} steps`;
  if (faults.length === 0) return `The journal is as it was written: ${size}.`;
  return `The journal is NOT as it was written: ${faults.length} of ${size}. Somebody has changed it by hand, or the disk has; compare with a backup.`;
}

/** The first thing that does not fit; null for a sound chain. */
function faultIn(row: RetryRow, steps: readonly RetryStepRow[]): string | null {
  let hash = '';
  for (const [place, step] of steps.entries()) {
    if (step.seq !== place) return `step ${place} is missing`;
    hash = stepHash(hash, step);
    if (step.hash !== hash) return `step ${place} (${step.state}) is not as it was written`;
  }
  if (row.steps_hash !== hash) return `steps after step ${steps.length - 1} are missing`;
  return steps.at(-1)?.state === row.state ? null : `its state ${row.state} is not that of its last step`;
}
