import { createBff } from '#bff.ts';
import { givenSettings } from '#config/given-settings.ts';
import { loadConfig } from '#config/load-config.ts';
import { Dispatch } from '#notices/dispatch.ts';

// A whole server that is killed in the middle of the transaction that ends a retry: its notice is written, nothing is committed.
const { retryEnded } = Dispatch.prototype;
Dispatch.prototype.retryEnded = async function (...given) {
  await retryEnded.apply(this, given);
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
};
await (await createBff(loadConfig(givenSettings()))).listen();
