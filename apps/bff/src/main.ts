import { runCommand } from './cli/run-command.ts';
import { offerStrongTlsOnly } from './config/strong-tls.ts';

/** Printed lines may still be on their way: the process ends by itself, and no later than this. */
const MOST_TO_END_MS = 2_000;

offerStrongTlsOnly();
const code = await runCommand(process.argv.slice(2));
if (code !== null) {
  process.exitCode = code;
  setTimeout(() => process.exit(), MOST_TO_END_MS).unref();
}
