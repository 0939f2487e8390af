import type { Config } from './config/load-config.ts';
import { checkJournal, type JournalCheck } from './retries/check-journal.ts';
import { openForReading } from './store/open-store.ts';
import type { Logger } from './telemetry/logger.ts';

/** `journal-check`: whether the journal is as it was written; says so and returns the exit code. A running server may go on. */
export async function printJournalCheck(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<number> {
  const store = await openForReading(config);
  try {
    const check = await checkJournal({ store });
    console.log(words(check));
    for (const { retryId, jobName, what } of check.faults)
      console.log(`  ${retryId} ${JSON.stringify(jobName)}: ${what}`);
    return check.faults.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

/** The same at the start of the server, beside its work. Never throws. */
export async function logJournalCheck(
  store: Parameters<typeof checkJournal>[0]['store'],
  logger: Logger,
): Promise<void> {
  try {
    const check = await checkJournal({ store });
    const { faults, ...counts } = check;
    if (faults.length === 0) logger.info(counts, 'the journal is as it was written');
    else logger.error({ ...counts, faults }, words(check));
  } catch (error) {
    logger.error({ err: error }, 'the journal could not be checked');
  }
}

function words({ retries, steps, faults }: JournalCheck): string {
  const size = `${retries} retries with ${steps} steps`;
  if (faults.length === 0) return `The journal is as it was written: ${size}.`;
  return `The journal is NOT as it was written: ${faults.length} of ${size}. Somebody has changed it by hand, or the disk has; compare with a backup.`;
}
