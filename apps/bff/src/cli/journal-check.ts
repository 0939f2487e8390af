import { loadStoreSettings } from '#config/load-config.ts';
import { checkJournal, inWords } from '#retries/check-journal.ts';
import { openForReading } from '#store/open-store.ts';
import { type Command, exitCodes } from './command.ts';
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
  run: (given) => printJournalCheck(loadStoreSettings(settingsOf(given)), given.all('head')),
};

/** Prints what the check has found; the exit code. */
export async function printJournalCheck(
  settings: Parameters<typeof openForReading>[0],
  heads: readonly string[] = [],
): Promise<number> {
  const store = await openForReading(settings);
  try {
    const check = await checkJournal({ store }, heads);
    console.log(inWords(check));
    for (const { where, what } of check.faults) console.log(`  ${where}: ${what}`);
    for (const notice of check.notices) console.log(`  (${notice})`);
    return check.faults.length === 0 ? exitCodes.ok : exitCodes.failed;
  } finally {
    await store.close();
  }
}
