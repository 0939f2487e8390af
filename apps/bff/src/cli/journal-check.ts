import { loadStoreSettings } from '#config/load-config.ts';
import { checkJournal, inWords } from '#retries/check-journal.ts';
import { headText, readHead } from '#store/chain.ts';
import { chainNames } from '#store/chain-tables.ts';
import { readHeads } from '#store/journal-writer.ts';
import { openForReading } from '#store/open-store.ts';
import { type Command, exitCodes, UsageError } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';

/**
 * `journal-check [--head HEAD]…`: whether the journal is as it was written, and whether logged heads are in it. The server
 * may go on running.
 */
export const journalCheck: Command = {
  name: 'journal-check',
  what: 'reads the whole journal beside a running server, and lists every change that was made to it by hand',
  files: [],
  options: { ...configOption, head: { value: 'HEAD', what: 'a logged head that has to be in it', multiple: true } },
  run(given) {
    const heads = given.all('head');
    for (const head of heads) refuseOtherText(head);
    return printJournalCheck(loadStoreSettings(settingsOf(given)), heads);
  },
};

function refuseOtherText(head: string): void {
  try {
    readHead(head);
  } catch (error) {
    throw new UsageError(`--head: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Prints the faults that were found, or else the heads that later checks can be given; the exit code. */
export async function printJournalCheck(
  settings: Parameters<typeof openForReading>[0],
  heads: readonly string[] = [],
): Promise<number> {
  const store = await openForReading(settings);
  try {
    // Read before, so that what is printed was checked.
    const ends = await readHeads(store.db).catch(() => null);
    const check = await checkJournal({ store }, heads);
    console.log(inWords(check));
    for (const { where, what } of check.faults) console.log(`  ${where}: ${what}`);
    for (const notice of check.notices) console.log(`  (${notice})`);
    if (check.faults.length === 0 && ends !== null)
      for (const chain of chainNames) console.log(`  head ${headText(chain, ends[chain])}`);
    return check.faults.length === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await store.close();
  }
}
