import { forgetServiceLogons } from './access/service-logons.ts';
import type { Config } from './config/load-config.ts';
import { openStore } from './store/open-store.ts';

/**
 * `try-password-again`: for an account that was locked or disabled and has been mended with the password it had. Returns the
 * exit code. The embedded store has to be free for it: the server is stopped first.
 */
export async function tryPasswordAgain(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<number> {
  const store = await openStore(config);
  try {
    const forgotten = await forgetServiceLogons(store);
    console.log(
      forgotten === 0
        ? 'No try of the password of EM_USERNAME was held against it.'
        : 'The password of EM_USERNAME will be tried again.',
    );
    return 0;
  } finally {
    await store.close();
  }
}
