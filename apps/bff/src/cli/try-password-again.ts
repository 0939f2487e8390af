import { forgetServiceLogons } from '#access/service-logons.ts';
import { loadStoreSettings } from '#config/load-config.ts';
import { type Command, exitCodes } from './command.ts';
import { configOption, settingsOf } from './config-option.ts';
import { openWithItsSecret } from './open-with-its-secret.ts';

/**
 * `try-password-again`: for an account that was locked or disabled and has been mended with the password it had. The
 * embedded store has to be free for it: the server is stopped first.
 */
export const tryPasswordAgain: Command = {
  name: 'try-password-again',
  what: 'lets a password of EM_USERNAME that was refused be tried again, after the account was mended; stop the server first',
  files: [],
  options: { ...configOption },
  async run(given) {
    const store = await openWithItsSecret(loadStoreSettings(settingsOf(given)));
    try {
      const forgotten = await forgetServiceLogons(store);
      console.log(
        forgotten === 0
          ? 'No try of the password of EM_USERNAME was held against it.'
          : 'The password of EM_USERNAME will be tried again.',
      );
      return exitCodes.ok;
    } finally {
      await store.close();
    }
  },
};
