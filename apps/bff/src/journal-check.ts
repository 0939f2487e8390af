import { parseArgs } from 'node:util';
import type { Config } from './config/load-config.ts';
import { checkJournal, inWords } from './retries/check-journal.ts';
import { openForReading } from './store/open-store.ts';

/**
 * `journal-check [--head HEAD]…`: whether the journal is as it was written, and whether logged heads are in it. Prints
 * the result and returns the exit code. The server may go on running.
 * @throws Error in plain words where the arguments are not valid
 */
export async function printJournalCheck(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'sessionSecret'>,
  args: readonly string[] = [],
): Promise<number> {
  // pnpm passes a `--` on as it is.
  const given = args.filter((arg) => arg !== '--');
  const { values } = parseArgs({ args: given, options: { head: { type: 'string', multiple: true, default: [] } } });
  const store = await openForReading(config);
  try {
    const check = await checkJournal({ store }, values.head);
    console.log(inWords(check));
    for (const { where, what } of check.faults) console.log(`  ${where}: ${what}`);
    for (const notice of check.notices) console.log(`  (${notice})`);
    return check.faults.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}
