import { loadStoreSettings, type StoreSettings } from '#config/load-config.ts';
import { checkJournal, inWords } from '#retries/check-journal.ts';
import { openForReading } from '#store/open-store.ts';
import { databasePlace } from '#store/postgres-cause.ts';
import { beginRestore, type Restoring } from '#store/unpack-backup.ts';
import { type Command, exitCodes } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';

/** `restore FILE`: puts what `backup` has made into a DATA_DIR without a journal, after all of it was checked. */
export const restore: Command = {
  name: 'restore',
  what: 'puts a backup into a DATA_DIR that holds no journal, after checking all of it',
  files: ['FILE'],
  options: { ...configOption },
  async run(given) {
    const [file = ''] = given.files;
    const settings = loadStoreSettings(settingsOf(given));
    const { databaseUrl, dataDir } = settings;
    if (databaseUrl !== undefined) {
      console.error(
        `The journal is in PostgreSQL (${databasePlace(databaseUrl)}): put a copy that pg_dump has made into an empty database with pg_restore. Nothing was done.`,
      );
      return exitCodes.failed;
    }
    const restoring = beginRestore(dataDir, file);
    try {
      if (!(await isAsWritten(restoring, settings))) {
        console.error(`Nothing was restored: ${file} is not as the server wrote it.`);
        return exitCodes.failed;
      }
      restoring.putInPlace();
    } finally {
      restoring.giveUp();
    }
    const { at, version } = restoring.about;
    console.log(`DATA_DIR ${dataDir} holds the journal as it was at ${at} (Retry Desk ${version}).`);
    console.log('Nothing that was retried, signed in or revoked since then is in it. Start the server as before.');
    return exitCodes.ok;
  },
};

async function isAsWritten(restoring: Restoring, { sessionSecret }: StoreSettings): Promise<boolean> {
  if (!restoring.hasSecret && sessionSecret === undefined) {
    console.error('The session secret is not in this backup: give the SESSION_SECRET that the server had.');
    return false;
  }
  if (restoring.isOlder) {
    console.log('The journal is of an older version: the first start brings it up to date, and checks it.');
    return true;
  }
  const configured = restoring.hasSecret ? undefined : sessionSecret;
  const store = await openForReading({ dataDir: restoring.folder, sessionSecret: configured });
  try {
    const { faults, ...check } = await checkJournal({ store });
    (faults.length === 0 ? console.log : console.error)(inWords({ ...check, faults }));
    for (const { where, what } of faults) console.error(`  ${where}: ${what}`);
    return faults.length === 0;
  } finally {
    await store.close();
  }
}
