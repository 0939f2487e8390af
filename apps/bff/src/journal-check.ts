import type { Config } from './config/load-config.ts';
import { checkJournal, inWords } from './retries/check-journal.ts';
import { openForReading } from './store/open-store.ts';

/** `journal-check`: whether the journal is as it was written; says so and returns the exit code. A running server may go on. */
export async function printJournalCheck(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<number> {
  const store = await openForReading(config);
  try {
    const check = await checkJournal({ store });
    console.log(inWords(check));
    for (const { retryId, jobName, what } of check.faults)
      console.log(`  ${retryId} ${JSON.stringify(jobName)}: ${what}`);
    return check.faults.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
