/**
 * Loaded into the server before its own code (`--import`) by the soak: what waits five to ten seconds, which is the
 * beat of polling, waits a few milliseconds; deadlines and clocks stay as they are. SIGUSR2 collects garbage.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const BEAT_MS = 40;
const waitAsTold = globalThis.setTimeout;

function waitBeat(work: () => void, delay?: number): NodeJS.Timeout {
  const beats = delay !== undefined && delay >= 5_000 && delay <= 10_000;
  return waitAsTold(work, beats ? BEAT_MS : delay);
}

// What Node adds to the function (for `promisify`) stays with it.
globalThis.setTimeout = Object.assign(waitBeat, waitAsTold) as typeof setTimeout;

setFlagsFromString('--expose-gc');
const collect: unknown = runInNewContext('gc');
process.on('SIGUSR2', () => {
  if (typeof collect === 'function') collect();
});
