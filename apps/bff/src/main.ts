import { createBff } from './bff.ts';
import { loadConfig } from './config/load-config.ts';
import { keepHeapSmall } from './config/small-heap.ts';
import { offerStrongTlsOnly } from './config/strong-tls.ts';
import { printJournalCheck } from './journal-check.ts';
import { tryPasswordAgain } from './try-password-again.ts';

/** Closing takes 10 s at most. */
const MOST_TO_END_MS = 12_000;

keepHeapSmall();
offerStrongTlsOnly();
try {
  const config = loadConfig();
  if (process.argv[2] === 'journal-check') process.exit(await printJournalCheck(config, process.argv.slice(3)));
  if (process.argv[2] === 'try-password-again') process.exit(await tryPasswordAgain(config));
  const bff = await createBff(config);
  const end = () => {
    process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
    // Some part may not end: one signal must be enough all the same.
    setTimeout(() => process.exit(1), MOST_TO_END_MS).unref();
    void bff.close().finally(() => process.exit());
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // With --disable-sigusr1 the signal would end the process; without, nothing prevents it from opening the debugger.
  process.on('SIGUSR1', () => undefined);
  await bff.listen();
} catch (error) {
  // Nothing can be served: the administrator reads one message, not a stack.
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
