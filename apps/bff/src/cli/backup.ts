import { loadStoreSettings } from '#config/load-config.ts';
import { databasePlace } from '#store/postgres-cause.ts';
import { backUp } from '#store/write-backup.ts';
import { version } from '#version.ts';
import { type Command, exitCodes } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';

/** `backup FILE`: the embedded store at one moment, with its secret, in one file. */
export const backup: Command = {
  name: 'backup',
  what: 'copies the journal and the session secret into one new file; the server may go on running',
  files: ['FILE'],
  options: { ...configOption },
  async run(given) {
    const [file = ''] = given.files;
    const { databaseUrl, dataDir, sessionSecret } = loadStoreSettings(settingsOf(given));
    if (databaseUrl !== undefined) {
      console.error(
        `The journal is in PostgreSQL (${databasePlace(databaseUrl)}): pg_dump --format=custom --file=${file} copies all of it at one moment, pg_restore puts it into an empty database. ${
          sessionSecret === undefined
            ? 'The session secret is in the database.'
            : 'Keep SESSION_SECRET as well: the journal is sealed with it.'
        } Nothing was done.`,
      );
      return exitCodes.failed;
    }
    const { hasSecret } = backUp({ dataDir, sessionSecret, file, version, now: Date.now() });
    console.log(
      `${file} holds the journal of DATA_DIR ${dataDir}${hasSecret ? ' and its session secret' : ''}. Keep it where nobody else can read it.`,
    );
    if (sessionSecret !== undefined)
      console.log('SESSION_SECRET is configured and not in it: keep it as well, the journal is sealed with it.');
    return exitCodes.ok;
  },
};
